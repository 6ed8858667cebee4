import type { CodeRule } from './rule.ts'

export const templateInjection: CodeRule = {
  id: 'template-injection',
  title: 'Foreign data becomes part of a template',
  cwe: [1336, 94],
  severity: 'critical',
  confidence: 'high',
  sinks: {
    'template-injection': 'any',
    'smarty-source': 'smartySource',
    'view-name': 'viewName',
    'template-options': 'wholeRequest',
  },
  why: 'The language of templates can call functions: a visitor runs commands on the server.',
  remedy: 'Keep templates in files and hand the data to them as variables.',
  bad: [
    { language: 'php', code: "<?php $twig->createTemplate('Hello ' . $_GET['name'])->render();" },
    { language: 'php', code: "<?php $smarty->display('string:' . $_GET['t']);" },
    {
      language: 'js',
      code: "const ejs = require('ejs'); app.get('/', (req, res) => { res.send(ejs.render('<p>' + req.query.t)) })",
    },
    { language: 'js', code: "app.post('/x', (req, res) => { res.render('account', req.body) })" },
  ],
  good: [
    { language: 'php', code: "<?php $twig->createTemplate('Hello {{ name }}')->render(['name' => $_GET['name']]);" },
    { language: 'php', code: "<?php $smarty->display('page.tpl');" },
    {
      language: 'js',
      code: "const ejs = require('ejs'); app.get('/', (req, res) => { res.send(ejs.render('<p><%= t %>', { t: req.query.t })) })",
    },
    { language: 'js', code: "app.post('/x', (req, res) => { res.render('account', { name: req.body.name }) })" },
  ],
}
