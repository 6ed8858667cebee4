import type { CodeRule } from './rule.ts'

export const sqlInjection: CodeRule = {
  id: 'sql-injection',
  title: 'Foreign data becomes part of a database command',
  cwe: [89],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'sql-injection': 'sql' },
  why: 'A visitor can read or change everything in the database: customers, orders, administrator accounts.',
  remedy:
    'Bind the value as a parameter of a prepared statement. Where that is not possible, cast numbers with (int) and put escaped text inside quotes; escaping alone does not help outside quotes.',
  idioms: {
    PrestaShop:
      "Use (int) for ids and '\"'.pSQL($value).'\"' inside quotes for text; Validate::isOrderBy() for sorting.",
    WordPress: '$wpdb->prepare("… WHERE id = %d", $id)',
    Magento: "$connection->quoteInto('id = ?', $id) or ->where('id = ?', $id)",
    OpenCart: '(int)\\$id, or \'" . $this->db->escape($text) . "\' inside quotes',
    Laravel: "->whereRaw('id = ?', [$id])",
  },
  bad: [
    {
      language: 'ts',
      code: "export const search = ({ query }: Req, { db }: Shop) => db.prepare(`select * from p where n like '%${query.get('q')}%'`).all()",
    },
    {
      language: 'java',
      code: 'class A { void f(HttpServletRequest request, Statement s) throws Exception { s.executeQuery("SELECT * FROM p WHERE id = " + request.getParameter("id")); } }',
    },
    {
      language: 'ts',
      code: "app.get('/p', (req: Request, res: Response) => { db.query(`SELECT * FROM p WHERE id = ${req.query.id}`) })",
    },
    { language: 'php', code: '<?php $id = $_GET[\'id\']; mysqli_query($db, "SELECT * FROM orders WHERE id = $id");' },
    {
      language: 'php',
      code: "<?php $id = mysqli_real_escape_string($db, $_GET['id']); mysqli_query($db, 'SELECT * FROM orders WHERE id = ' . $id);",
    },
  ],
  good: [
    {
      language: 'ts',
      code: "export const search = ({ query }: Req, { db }: Shop) => db.prepare('select * from p where n = ?').all(query.get('q'))",
    },
    {
      language: 'java',
      code: 'class A { void f(HttpServletRequest request, Connection c) throws Exception { PreparedStatement s = c.prepareStatement("SELECT * FROM p WHERE id = ?"); s.setString(1, request.getParameter("id")); } }',
    },
    {
      language: 'ts',
      code: "app.get('/p', (req: Request, res: Response) => { db.query('SELECT * FROM p WHERE id = ?', [req.query.id]) })",
    },
    {
      language: 'php',
      code: '<?php $id = (int) $_GET[\'id\']; mysqli_query($db, "SELECT * FROM orders WHERE id = $id");',
    },
    {
      language: 'php',
      code: "<?php $name = mysqli_real_escape_string($db, $_GET['name']); mysqli_query($db, \"SELECT * FROM orders WHERE name = '$name'\");",
    },
    {
      language: 'php',
      code: "<?php $s = $pdo->prepare('SELECT * FROM orders WHERE id = ?'); $s->execute([$_GET['id']]);",
    },
    {
      language: 'php',
      code: "<?php $sort = in_array($_GET['sort'], ['name', 'price'], true) ? $_GET['sort'] : 'name'; mysqli_query($db, \"SELECT * FROM p ORDER BY $sort\");",
    },
  ],
}
