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
      language: 'php',
      code: "<?php if (preg_match('#^/(?P<id>[0-9]+)/(?P<name>.*)$#', $_SERVER['REQUEST_URI'], $m)) mysqli_query($db, \"SELECT * FROM p WHERE n = '{$m['name']}'\");",
    },
    {
      language: 'php',
      code: "<?php class R implements ResolverInterface { function resolve($f, $c, $i, $v, $args) { $c->getSelect()->where('city = \"' . $args['city'] . '\"'); } }",
    },
    {
      language: 'php',
      code: "<?php $row = json_decode(file_get_contents('php://input'), true); mysqli_query($db, 'UPDATE s SET q = ' . $row['q']);",
    },
    {
      language: 'php',
      code: "<?php $a = htmlspecialchars($_GET['a'], ENT_QUOTES); $b = htmlspecialchars($_GET['b'], ENT_QUOTES); mysqli_query($db, \"SELECT * FROM p WHERE a = '$a' AND b = '$b'\");",
    },
    {
      language: 'php',
      code: '<?php class A { function ok($n) { return strlen($n) < 9; } function f() { $s = $_GET[\'s\']; if (!$this->ok($s)) return; mysqli_query($this->db, "SELECT * FROM p ORDER BY $s"); } }',
    },
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
      language: 'php',
      code: "<?php if (preg_match('#^/(?P<id>[0-9]+)/(?P<name>.*)\\\\.(' . $endings . ')$#', $_SERVER['REQUEST_URI'], $m)) mysqli_query($db, \"SELECT * FROM p WHERE id = {$m['id']}\");",
    },
    {
      language: 'java',
      code: 'class A { private static final Set<String> COLUMNS = Set.of("id", "name"); void f(HttpServletRequest request, JdbcTemplate jdbc) { String sort = request.getParameter("sort"); if (!COLUMNS.contains(sort)) throw new IllegalArgumentException(); jdbc.queryForList("SELECT * FROM p ORDER BY " + sort); } }',
    },
    {
      language: 'php',
      code: "<?php $lines = file('/srv/shop/install.sql'); foreach ($lines as $line) mysqli_query($db, $line);",
    },
    {
      language: 'php',
      code: "<?php $a = preg_replace('/\\'/', '', $_GET['a']); mysqli_query($db, \"SELECT * FROM p WHERE a = '$a'\");",
    },
    {
      language: 'php',
      code: "<?php class A { function must($n) { if (!ctype_alnum($n)) { throw new Exception('name'); } } function f() { $s = $_GET['s']; $this->must($s); mysqli_query($this->db, \"SELECT * FROM p ORDER BY $s\"); } }",
    },
    {
      language: 'php',
      code: "<?php class A { function ok($n) { if (!preg_match('/^[a-z_]+$/D', $n)) { return false; } return true; } function f() { $s = $_GET['s']; if (!$this->ok($s)) return; mysqli_query($this->db, \"SELECT * FROM p ORDER BY $s\"); } }",
    },
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
