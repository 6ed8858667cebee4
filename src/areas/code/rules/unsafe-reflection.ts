import type { CodeRule } from './rule.ts'

export const unsafeReflection: CodeRule = {
  id: 'unsafe-reflection',
  title: 'Foreign data chooses the class that is loaded',
  cwe: [470],
  severity: 'high',
  confidence: 'high',
  sinks: { 'dynamic-class': 'name', 'loaded-class': 'loaded' },
  why: 'A visitor makes the shop create objects of any class it knows, among them ones whose constructors do harm.',
  remedy: 'Choose among your own classes with a fixed list: a map from the allowed words to the classes.',
  bad: [
    { language: 'php', code: '<?php $type = $_GET["type"]; $report = new $type($_GET["from"]);' },
    {
      language: 'java',
      code: 'class A { void doGet(HttpServletRequest request) { Class.forName(request.getParameter("type")).newInstance(); } }',
    },
  ],
  good: [
    {
      language: 'php',
      code: '<?php $classes = ["day" => DayReport::class]; $type = $classes[$_GET["type"]] ?? DayReport::class; $report = new $type();',
    },
    {
      language: 'java',
      code: 'class A { void doGet(HttpServletRequest request) { String type = request.getParameter("type"); if ("shop.Day".equals(type)) Class.forName(type).newInstance(); } }',
    },
  ],
}
