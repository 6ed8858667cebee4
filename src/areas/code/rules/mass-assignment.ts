import type { CodeRule } from './rule.ts'

export const massAssignment: CodeRule = {
  id: 'mass-assignment',
  title: 'A whole request is written into a record',
  cwe: [915],
  severity: 'medium',
  confidence: 'medium',
  sinks: {
    'mass-assignment': 'wholeRequest',
    'mass-assignment-fields': 'requestFields',
    'saved-record': 'savedRecord',
    'record-name': 'name',
    'mass-assignment-names': 'trust',
    'mass-assignment-map': 'requestMap',
  },
  why: 'A visitor adds fields that no form shows, such as a price, a role or another owner, and they are saved with the rest.',
  remedy: 'Name the fields that may be set.',
  idioms: { Laravel: "$user->fill($request->only(['name', 'phone']))" },
  bad: [
    { language: 'js', code: "app.post('/u', async (req, res) => { await user.update(req.body) })" },
    { language: 'php', code: "<?php $data = $_POST['user']; $data['ID'] = 1; wp_update_user($data);" },
    {
      language: 'php',
      code: '<?php class Account extends Model { protected $guarded = []; } class C { function s(Request $request) { Account::findOrFail(1)->update($request->all()); } }',
    },
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
      language: 'js',
      code: "app.post('/u', async (req, res) => { const { name } = req.body; await user.update({ name }) })",
    },
    {
      language: 'php',
      code: "<?php wp_update_user(['ID' => 1, 'first_name' => sanitize_text_field($_POST['user']['first'])]);",
    },
    {
      language: 'php',
      code: "<?php class Account extends Model { protected $fillable = ['name']; } class C { function s(Request $request) { Account::findOrFail(1)->update($request->all()); } }",
    },
    {
      language: 'php',
      code: "<?php class C { function s(Request $request) { $user->forceFill($request->only(['name', 'phone']))->save(); } }",
    },
    { language: 'js', code: "app.post('/u', async (req, res) => { await User.create({ name: req.body.name }) })" },
  ],
}
