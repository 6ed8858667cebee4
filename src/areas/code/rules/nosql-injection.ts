import type { CodeRule } from './rule.ts'

export const nosqlInjection: CodeRule = {
  id: 'nosql-injection',
  title: 'Foreign data becomes an operator of a database query',
  cwe: [943],
  severity: 'high',
  confidence: 'high',
  sinks: { 'nosql-injection': 'nosql' },
  why: 'Instead of a word a visitor sends an object such as {$ne: null}: the query matches every record, log-in included.',
  remedy: 'Make a text of it first: String(req.body.user), or check the body against a schema.',
  bad: [
    {
      language: 'js',
      code: "app.post('/login', (req, res) => { db.collection('users').findOne({ user: req.body.user, word: req.body.word }) })",
    },
    {
      language: 'js',
      code: "app.get('/x', (req, res) => { orders.find({ $where: `this.total > '${req.query.min}'` }) })",
    },
  ],
  good: [
    {
      language: 'js',
      code: "app.post('/login', (req, res) => { db.collection('users').findOne({ user: String(req.body.user) }) })",
    },
    { language: 'js', code: "app.get('/x', (req, res) => { const found = [1, 2].find((n) => n === req.query.n) })" },
    { language: 'js', code: "app.get('/x', (req, res) => { User.findOne({ where: { id: req.params.id } }) })" },
  ],
}
