import type { CodeRule } from './rule.ts'

export const informationExposure: CodeRule = {
  id: 'information-exposure',
  title: 'Whoever knows the address reads what is not meant for him',
  cwe: [200, 359, 532, 538, 552],
  severity: 'medium',
  confidence: 'medium',
  sinks: { 'information-exposure': 'any' },
  why: 'Logs and exports that lie among the files of the shop under a name that can be guessed, and pages that show the settings of the server, are fetched by robots. Names, addresses and keys of the shop are in them.',
  remedy:
    'Write logs and exports to a folder outside of the web root, or give them a random name and delete them after use; leave personal data and keys out of logs; never show phpinfo() or a secret to a visitor.',
  idioms: {
    PrestaShop: "PrestaShopLogger::addLog('Order sent', 1, null, 'Order', $id); // no file of the module's own",
    WordPress:
      "wc_get_logger()->info('Order sent', ['source' => 'my-plugin']); // the shop keeps it under a random name",
  },
  bad: [
    {
      language: 'php',
      code: "<?php if (isset($_GET['debug'])) { phpinfo(); exit; }",
    },
    {
      language: 'php',
      code: "<?php function note() { file_put_contents(__DIR__ . '/logs/notify.log', print_r($_POST, true), FILE_APPEND); }",
    },
    {
      language: 'php',
      code: "<?php function export($db) { $out = fopen(dirname(__FILE__) . '/export/customers.csv', 'w'); foreach ($db->query('SELECT email, phone FROM customer') as $row) { fputcsv($out, $row); } }",
    },
    {
      language: 'php',
      code: "<?php include dirname(__FILE__) . '/../../config/config.inc.php'; echo json_encode(['token' => Configuration::get('MY_API_TOKEN')]);",
    },
  ],
  good: [
    {
      language: 'php',
      code: "<?php function note() { file_put_contents('/var/log/shop/notify.log', print_r($_POST, true), FILE_APPEND); }",
    },
    {
      language: 'php',
      code: "<?php function note() { file_put_contents(__DIR__ . '/logs/notify.log', 'notice came', FILE_APPEND); }",
    },
    {
      language: 'php',
      code: "<?php function export($db) { $out = fopen(dirname(__FILE__) . '/export/' . bin2hex(random_bytes(16)) . '.csv', 'w'); foreach ($db->query('SELECT email, phone FROM customer') as $row) { fputcsv($out, $row); } }",
    },
    {
      language: 'php',
      code: "<?php include dirname(__FILE__) . '/../../config/config.inc.php'; if (!hash_equals(Configuration::get('MY_KEY'), (string) Tools::getValue('key'))) { die; } echo json_encode(['token' => Configuration::get('MY_API_TOKEN')]);",
    },
  ],
}
