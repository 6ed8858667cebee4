import type { CodeRule } from './rule.ts'

export const unsafeDeserialisation: CodeRule = {
  id: 'unsafe-deserialisation',
  title: 'Foreign data is unserialised',
  cwe: [502],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'unsafe-deserialisation': 'any' },
  why: 'A prepared text creates objects of the shop whose clean-up code then works for the attacker, up to running programs.',
  remedy: "Use json_decode(); or unserialize($x, ['allowed_classes' => false]).",
  bad: [
    { language: 'php', code: "<?php $rows = unserialize(file_get_contents($_FILES['import']['tmp_name']));" },
    { language: 'php', code: "<?php $cart = unserialize($_COOKIE['cart']);" },
  ],
  good: [
    { language: 'php', code: "<?php $rows = unserialize(file_get_contents(__DIR__ . '/var/cache.ser'));" },
    { language: 'php', code: "<?php $cart = json_decode($_COOKIE['cart'], true);" },
    { language: 'php', code: "<?php $cart = unserialize($_COOKIE['cart'], ['allowed_classes' => false]);" },
  ],
}
