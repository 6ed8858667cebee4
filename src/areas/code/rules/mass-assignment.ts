import type { CodeRule } from './rule.ts'

export const massAssignment: CodeRule = {
  id: 'mass-assignment',
  title: 'A whole request is written into a record',
  cwe: [915],
  severity: 'medium',
  confidence: 'medium',
  sinks: { 'mass-assignment': 'wholeRequest', 'mass-assignment-fields': 'requestFields' },
  why: 'A visitor adds fields that no form shows, such as a price, a role or another owner, and they are saved with the rest.',
  remedy: 'Name the fields that may be set.',
  idioms: { Laravel: "$user->fill($request->only(['name', 'phone']))" },
  bad: [
    {
      language: 'php',
      code: '<?php class C { function s(Request $request) { $user->forceFill($request->all())->save(); } }',
    },
    { language: 'js', code: "app.post('/u', async (req, res) => { await User.create(req.body) })" },
    {
      language: 'js',
      code: "app.post('/u', async (req, res) => { Object.assign(user, req.body); await user.save() })",
    },
  ],
  good: [
    {
      language: 'php',
      code: "<?php class C { function s(Request $request) { $user->forceFill($request->only(['name', 'phone']))->save(); } }",
    },
    { language: 'js', code: "app.post('/u', async (req, res) => { await User.create({ name: req.body.name }) })" },
  ],
}
