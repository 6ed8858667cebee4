import type { CodeRule } from './rule.ts'

export const crossSiteScripting: CodeRule = {
  id: 'cross-site-scripting',
  title: 'Foreign data is shown in a page without being escaped',
  cwe: [79],
  severity: 'high',
  confidence: 'high',
  sinks: { 'cross-site-scripting': 'html', 'page-output': 'html' },
  why: "A prepared link runs a stranger's script in the customer's browser: it can take over the session, change the page or read what is typed at the checkout.",
  remedy:
    'Escape for the place where it stands: htmlspecialchars($x, ENT_QUOTES) in text and quoted attributes, json_encode with JSON_HEX_TAG in scripts, and check the address for links.',
  idioms: {
    WordPress: 'esc_html(), esc_attr(), esc_url() or wp_kses_post()',
    Magento: '$block->escapeHtml(), escapeHtmlAttr(), escapeUrl(), escapeJs()',
    PrestaShop: "{$x|escape:'html':'UTF-8'} in templates, Tools::safeOutput() in PHP",
    Laravel: '{{ $x }} in place of {!! $x !!}',
  },
  bad: [
    {
      language: 'php',
      code: "<?php header(\"Content-Security-Policy: script-src 'self' 'unsafe-inline'\"); echo '<p>' . $_POST['note'];",
    },
    { language: 'js', code: "app.get('/q', (req, res) => { res.status(200).send('<p>' + req.query.q + '</p>') })" },
    {
      language: 'php',
      code: "<?php add_shortcode('hello', function ($atts) { return '<p>' . $_GET['name'] . '</p>'; });",
    },
    {
      language: 'php',
      code: "<?php if (isset($_GET['json'])) { header('Content-Type: application/json'); } echo $_GET['q'];",
    },
    {
      language: 'php',
      code: "<script>window.setTimeout('<?php echo htmlspecialchars($_GET['q'], ENT_QUOTES); ?>', 10);</script>",
    },
    { language: 'php', code: '<script>var q = "<?php echo addslashes($_GET[\'q\']); ?>";</script>' },
    { language: 'php', code: "<?php echo '<input value=\"' . addslashes($_GET['q']) . '\">';" },
    {
      language: 'php',
      code: `<script>var q = '<?php echo str_replace("'", '', $_GET['q']); ?>';</script>`,
    },
    {
      language: 'php',
      code: "<?php if (filter_var($_GET['m'], FILTER_VALIDATE_EMAIL)) { echo '<p>' . $_GET['m'] . '</p>'; }",
    },
    { language: 'php', code: "<?php echo '<p>' . $pdo->quote($_GET['q']) . '</p>';" },
    { language: 'php', code: "<?php echo '<a href=\"' . htmlspecialchars($_GET['url']) . '\">here</a>';" },
    { language: 'js', code: "document.getElementById('x').innerHTML = location.hash" },
    { language: 'js', code: "app.get('/', (req, res) => { res.send('<p>' + req.query.name + '</p>') })" },
    { language: 'php', code: "<p>Hello <?php echo $_GET['name']; ?></p>" },
    { language: 'php', code: "<a title='<?= htmlspecialchars($_GET['t'], ENT_COMPAT) ?>'>x</a>" },
    { language: 'php', code: "<script>var q = <?= htmlspecialchars($_GET['q']) ?>;</script>" },
  ],
  good: [
    {
      language: 'php',
      code: "<?php $policy = \"Content-Security-Policy: script-src 'self';\"; header($policy); echo '<p>' . $_POST['note'];",
    },
    { language: 'js', code: "app.get('/q', (req, res) => { res.type('text').send('you asked for ' + req.query.q) })" },
    {
      language: 'php',
      code: "<?php add_shortcode('hello', function ($atts) { return '<p>' . esc_html($_GET['name']) . '</p>'; });",
    },
    { language: 'php', code: '<script>var q = "<?php echo addslashes(strip_tags($_GET[\'q\'])); ?>";</script>' },
    { language: 'php', code: "<?php echo '<a href=\"/search?q=' . htmlspecialchars($_GET['q']) . '\">here</a>';" },
    { language: 'php', code: "<?php header('Content-Type: application/json'); echo $_GET['q'];" },
    { language: 'js', code: "document.getElementById('x').textContent = location.hash" },
    { language: 'js', code: "app.get('/', (req, res) => { res.json({ name: req.query.name }) })" },
    { language: 'php', code: "<p>Hello <?php echo htmlspecialchars($_GET['name'], ENT_QUOTES); ?></p>" },
    { language: 'php', code: "<?php echo '<p>' . filter_var($_GET['m'], FILTER_SANITIZE_EMAIL) . '</p>';" },
    { language: 'php', code: "<p>Page <?= (int) $_GET['page'] ?></p>" },
  ],
}
