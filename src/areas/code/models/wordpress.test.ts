import { describe, expect, it } from 'vitest'
import { type Files, found, one } from '../scan/test-php.ts'

const settings = (check: string, show: string) =>
  one(
    `register_setting('x', 'x_o'${check}); function pass($in) { $out['c'] = trim($in['c']); return $out; } function clean($in) { $out['c'] = sanitize_html_class($in['c']); return $out; } function foot() { $o = get_option('x_o'); ${show} }`,
  )
const written = (value: string): Files => ({
  'act.php': "function act() { add_option('x_t', ['a', 'b']); }",
  'page.php': `if (!empty($_POST['go'])) { $t = ${value}; update_option('x_t', $t); }`,
  'show.php': `function show() { foreach (get_option('x_t') as $v) echo '<input value="' . $v . '">'; }`,
})

/** What plug-ins of WordPress do, once as a hole and once mended or harmless. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'variables out of an array whose keys are all known',
    'file-inclusion',
    one("function show($file, $args) { extract($args); include 'views/' . $file; } show('a.php', $_GET);"),
    one(
      "function show($file, $args) { extract($args); include 'views/' . $file; } show('a.php', ['q' => $_GET['q']]);",
    ),
  ],
  [
    'a list or a text, each cleaned',
    'cross-site-scripting',
    one(
      "function clean($v) { return is_scalar($v) ? sanitize_text_field($v) : $v; } foreach (clean($_POST['a']) as $t) { echo '<p>' . $t; }",
    ),
    one(
      "function clean($v) { if (is_array($v)) { return array_map('clean', $v); } return is_scalar($v) ? sanitize_text_field($v) : $v; } echo '<p>' . clean($_POST['a']);",
    ),
  ],
  [
    'a class of its own that is called like one of Laravel',
    'sql-injection',
    {
      'input.php': '<?php namespace T; class Input { static function post($k) { return $_POST[$k]; } }',
      'c.php': "<?php use T\\Input; global $wpdb; $wpdb->get_col('SELECT a FROM b WHERE c = ' . Input::post('id'));",
    },
    {
      'input.php': '<?php namespace T; class Input { static function post($k) { return (int) $_POST[$k]; } }',
      'c.php': "<?php use T\\Input; global $wpdb; $wpdb->get_col('SELECT a FROM b WHERE c = ' . Input::post('id'));",
    },
  ],
  [
    'an attribute without quotes',
    'cross-site-scripting',
    one("echo '<a href=' . esc_html($_GET['u']) . '>back</a>';"),
    one("echo '<a href=' . esc_url($_GET['u']) . '>back</a>';"),
  ],
  [
    'lists that WordPress writes',
    'cross-site-scripting',
    one("echo '<option ' . ($_GET['k'] ?? '') . '>';"),
    one("echo '<option ' . selected('a', $_GET['k'] ?? '') . '>', wp_dropdown_pages(['selected' => $_GET['p']]);"),
  ],
  [
    'found by what was sent',
    'cross-site-scripting',
    one("echo '<h1>' . shown_title($_GET['id']); function shown_title($t) { return ucfirst($t); }"),
    one("echo '<h1>' . get_the_title($_GET['id']);"),
  ],
  [
    'parameters behind an address of the shop',
    'open-redirect',
    one("wp_redirect(add_query_arg(['done' => 1], $_GET['back']));"),
    one("wp_redirect(add_query_arg(['done' => $_GET['d']], admin_url('admin.php')));"),
  ],
  [
    'a list that was kept is given back as it is',
    'unsafe-deserialisation',
    one(
      "update_post_meta(1, 'x_parts', $_POST['parts']); $p = maybe_unserialize(sanitize_text_field($_POST['parts']));",
    ),
    one(
      "update_post_meta(1, 'x_parts', ['a' => $_POST['a']]); $p = maybe_unserialize(get_post_meta(1, 'x_parts', true));",
    ),
  ],
  [
    'tables of which only the prefix is known are not one table',
    'cross-site-scripting',
    one(
      'global $wpdb; $wpdb->query("UPDATE x_notes AS n SET t = \'" . esc_sql($_POST["t"]) . "\'"); foreach ($wpdb->get_results("SELECT t FROM x_notes AS o") as $r) { echo "<p>" . $r->t; }',
    ),
    one(
      'global $wpdb; $wpdb->query("UPDATE $wpdb->x_notes AS n SET t = \'" . esc_sql($_POST["t"]) . "\'"); foreach ($wpdb->get_results("SELECT t FROM $wpdb->x_orders AS o") as $r) { echo "<p>" . $r->t; }',
    ),
  ],
  [
    'conditions of a query, no statement',
    'sql-injection',
    one('global $wpdb; $wpdb->query("DELETE FROM x WHERE a = " . $_GET["a"]);'),
    one('$query = new \\WP_Query(); $query->query(["s" => $_GET["s"]]);'),
  ],
  [
    'numbered places of a statement stand without quotes',
    'sql-injection',
    one("global $wpdb; $wpdb->query($wpdb->prepare('UPDATE %1$s SET `%2$s` = %3$d', 'x', $_GET['c'], $_GET['n']));"),
    one(
      "global $wpdb; $wpdb->query($wpdb->prepare('UPDATE x SET a = \"%1$s\", b = %2$d, c = %%', $_GET['c'], $_GET['n']));",
    ),
  ],
  [
    'quotes taken away again after they were put',
    'sql-injection',
    one(
      "global $wpdb; $by = str_replace(\"'\", '', $wpdb->prepare(' ORDER BY %s', $_GET['by'])); $wpdb->get_results('SELECT a FROM b' . $by);",
    ),
    one(
      "global $wpdb; $in = $wpdb->prepare(' WHERE a = %s', $_GET['by']); $wpdb->get_results('SELECT a FROM b' . $in . ' ORDER BY c');",
    ),
  ],
  [
    'statements filled from an array',
    'sql-injection',
    one("global $wpdb; $wpdb->get_results($wpdb->prepare('SELECT a FROM b ORDER BY %1$s', [$_GET['by']]));"),
    one("global $wpdb; $wpdb->get_results($wpdb->prepare('SELECT a FROM b WHERE c = %s', [$_GET['by']]));"),
  ],
  [
    'attributes of a shortcode, far from where they are printed',
    'cross-site-scripting',
    one(
      "class S { static function show($atts) { $a = shortcode_atts(['c' => ''], $atts); $o = '<ul>'; $o .= '<li>'; $o .= '<b>'; $o .= '</b>'; $o .= '<i>'; $o .= '</i>'; $o .= '<p class=\"' . $a['c'] . '\">'; return $o; } } add_shortcode('x', ['S', 'show']);",
    ),
    one(
      "class S { static function show($atts) { $a = shortcode_atts(['c' => ''], $atts); $o = '<ul>'; $o .= '<li>'; $o .= '<b>'; $o .= '</b>'; $o .= '<i>'; $o .= '</i>'; $o .= '<p class=\"' . esc_attr($a['c']) . '\">'; return $o; } } add_shortcode('x', ['S', 'show']);",
    ),
  ],
  [
    'settings of a widget of Elementor, whose tags were taken out',
    'cross-site-scripting',
    one(
      "class W extends Widget_Base { function render() { $s = $this->get_settings_for_display(); echo '<' . $s['tag'] . '>'; } }",
    ),
    one(
      "class W extends Widget_Base { function render() { $s = $this->get_settings_for_display(); echo '<p>' . $s['text']; } }",
    ),
  ],
  [
    'a value of JavaScript between quotes',
    'cross-site-scripting',
    one("$s = wp_json_encode(['to' => $_GET['to']]); echo \"<script>go('$s');</script>\";"),
    one("$s = wp_json_encode(['to' => $_GET['to']]); echo \"<script>go($s);</script>\";"),
  ],
  [
    'templates of WooCommerce',
    'cross-site-scripting',
    {
      'x/page.php': "wc_get_template('note.php', ['q' => $_GET['q']]);",
      'x/templates/note.php': '<p><?php echo $q; ?></p>',
    },
    {
      'x/page.php': "wc_get_template('note.php', ['q' => absint($_GET['q'])]);",
      'x/templates/note.php': '<p><?php echo $q; ?></p>',
    },
  ],
  [
    'defaults under what is given',
    'sql-injection',
    one(
      "global $wpdb; $a = wp_parse_args($_GET, ['by' => 'id']); $wpdb->get_results(\"SELECT a FROM b ORDER BY {$a['by']}\");",
    ),
    one(
      "global $wpdb; $a = wp_parse_args(['n' => $_GET['n']], ['by' => 'id']); $wpdb->get_results(\"SELECT a FROM b ORDER BY {$a['by']}\");",
    ),
  ],
  [
    'a table that a property names, behind a prefix',
    'cross-site-scripting',
    one(
      "class L { function __construct() { global $wpdb; $this->t = $wpdb->prefix . 'x_log'; } function add() { global $wpdb; $wpdb->insert($this->t, ['ua' => $_SERVER['HTTP_USER_AGENT']]); } function show() { global $wpdb; echo '<p>' . $wpdb->get_var(\"SELECT ua FROM {$this->t}\"); } }",
    ),
    one(
      "class L { function __construct() { global $wpdb; $this->t = $wpdb->prefix . 'x_log'; } function add() { global $wpdb; $wpdb->insert($this->t, ['ua' => $_SERVER['HTTP_USER_AGENT']]); } function show() { global $wpdb; echo '<p>' . $wpdb->get_var(\"SELECT id FROM {$this->t}\"); } }",
    ),
  ],
  [
    'columns by their place, as the table was created',
    'cross-site-scripting',
    one(
      '$sql = "CREATE TABLE $wpdb->logs (id int(9) NOT NULL, ua varchar(90) NOT NULL, PRIMARY KEY (id)) $c;"; $wpdb->query("INSERT INTO $wpdb->logs VALUES (0, \'" . esc_sql($_SERVER["HTTP_USER_AGENT"]) . "\')"); foreach ($wpdb->get_results("SELECT * FROM $wpdb->logs") as $r) echo "<p>$r->ua";',
    ),
    one(
      '$sql = "CREATE TABLE $wpdb->logs (id int(9) NOT NULL, ua varchar(90) NOT NULL, PRIMARY KEY (id)) $c;"; $wpdb->query("INSERT INTO $wpdb->logs VALUES (0, \'" . esc_sql($_SERVER["HTTP_USER_AGENT"]) . "\')"); foreach ($wpdb->get_results("SELECT * FROM $wpdb->logs") as $r) echo "<p>$r->id";',
    ),
  ],
  [
    'variables whose names were sent',
    'sql-injection',
    one('foreach ($_GET as $k => $v) { $$k = $v; } mysqli_query($db, "SELECT a FROM b WHERE id = $id");'),
    one('foreach ($_GET as $k => $v) { $$k = (int) $v; } mysqli_query($db, "SELECT a FROM b WHERE id = $id");'),
  ],
  // Old and rare forms of the language: what stands behind them is read.
  [
    'else of an outer branch, old offsets, variable names of variables',
    'cross-site-scripting',
    one(
      "if ($a) : if ($b) { echo 1; } ?>\n <?php else : if ($c) echo $d->e{0}; elseif ($d{$i + 1}) echo 2; endif; global $$n; self::$$m->x(); echo $_GET['q'];",
    ),
    one(
      "if ($a) : if ($b) { echo 1; } ?>\n <?php else : if ($c) echo $d->e{0}; elseif ($d{$i + 1}) echo 2; endif; global $$n; self::$$m->x(); echo esc_html($_GET['q']);",
    ),
  ],
  // What a form of settings keeps.
  [
    'a setting that is kept as it was sent',
    'cross-site-scripting',
    settings('', "echo '<p class=\"' . $o['c'] . '\">';"),
    settings('', "echo '<p class=\"' . esc_attr($o['c']) . '\">';"),
  ],
  [
    'a setting, and the function that checks it',
    'cross-site-scripting',
    settings(", 'pass'", "echo '<p class=\"' . $o['c'] . '\">';"),
    settings(", ['sanitize_callback' => 'clean']", "echo '<p class=\"' . $o['c'] . '\">';"),
  ],
  [
    'a setting that several files write',
    'cross-site-scripting',
    written('$_POST["t"]'),
    written('absint($_POST["t"])'),
  ],
  [
    'rows of a list, printed by a method for each column',
    'cross-site-scripting',
    one(
      "class L extends WP_List_Table { function column_name($item) { return '<b>' . $item['n'] . '</b>'; } function prepare_items() { $this->items = [['n' => $_REQUEST['n'], 'id' => 3]]; } }",
    ),
    one(
      "class L extends WP_List_Table { function column_name($item) { return '<b>' . $item['id'] . esc_html($item['n']) . '</b>'; } function prepare_items() { $this->items = [['n' => $_REQUEST['n'], 'id' => 3]]; } }",
    ),
  ],
  [
    'what a page of a plug-in is loaded with',
    'cross-site-scripting',
    {
      'p.php': "load_template(__DIR__ . '/templates/box.php', false, ['m' => wp_unslash($_GET['m'])]);",
      'templates/box.php': "<p><?php echo $args['m']; ?></p>",
    },
    {
      'p.php': "load_template(__DIR__ . '/templates/box.php', false, ['m' => wp_unslash($_GET['m'])]);",
      'templates/box.php': "<p><?php echo esc_html($args['m']); ?></p>",
    },
  ],
  [
    'an upload that is copied',
    'unsafe-upload',
    one("copy($_FILES['f']['tmp_name'], 'uploads/' . $_FILES['f']['name']);"),
    one("copy($_FILES['f']['tmp_name'], 'uploads/' . md5_file($_FILES['f']['tmp_name']) . '.jpg');"),
  ],
]

describe('plug-ins of WordPress', () => {
  it.each(pairs)('%s: the hole', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
})
