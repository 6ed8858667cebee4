import type { CodeRule } from './rule.ts'

export const xpathInjection: CodeRule = {
  id: 'xpath-injection',
  title: 'Foreign data becomes part of an XPath query',
  cwe: [643, 91],
  severity: 'high',
  confidence: 'high',
  sinks: { 'xpath-injection': 'xpath' },
  why: 'A visitor can read parts of the document that are not meant for him.',
  remedy: 'Allow letters and digits only, or compare in code in place of the query.',
  bad: [{ language: 'php', code: '<?php $xml->xpath("//user[name=\'" . $_GET[\'u\'] . "\']");' }],
  good: [
    {
      language: 'php',
      code: "<?php $u = preg_replace('/[^a-z0-9]/i', '', $_GET['u']); $xml->xpath(\"//user[name='$u']\");",
    },
  ],
}
