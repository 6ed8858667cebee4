import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import type { ModelSet } from './models.ts'
import { parseSource } from './parse.ts'
import { Project } from './project.ts'

const models: readonly ModelSet[] = [
  {
    language: 'php',
    properties: [{ on: '_GET', source: 'request' }],
    entries: [],
    calls: [
      { on: 'sink', sinks: [{ rule: 'sink', args: [0] }] },
      { on: 'quote', escapes: ['SqlText'] },
      { on: 'sql', sinks: [{ rule: 'sql', args: [0] }] },
      { on: 'stop', exits: true },
      { on: 'intval', clean: true },
    ],
  },
  {
    language: 'java',
    properties: [],
    entries: [{ annotation: 'RequestParam', source: 'request' }],
    calls: [
      { on: 'Req->get', source: 'request' },
      { on: '->sink', sinks: [{ rule: 'sink', args: [0] }] },
    ],
  },
  {
    language: 'js',
    properties: [{ on: 'Req.query', source: 'request' }],
    entries: [],
    parameters: [{ name: /^req$/, type: 'Req' }],
    calls: [{ on: 'sink', sinks: [{ rule: 'sink', args: [0] }] }],
  },
]
const rules = [
  { id: 'sink', check: 'any' },
  { id: 'sql', check: 'sql' },
]

function reaches(...files: [string, string][]): boolean {
  const project = new Project()
  for (const [path, text] of files) project.add(path, text, parseSource(path, text)!)
  return analyse(project, models, rules).hits.some((hit) => !hit.partial)
}
const php = (code: string) => reaches(['a.php', `<?php ${code}`])
const java = (body: string, more = '') =>
  reaches(['A.java', `package p; class A { ${more} void m(Req r, Out o) { ${body} } }`])
const js = (code: string) => reaches(['a.ts', code])

describe('flow in PHP', () => {
  it.each([
    ['a complaint that stops nothing', '$j = []; $x = $_GET["x"]; if (!is_numeric($x)) { $j["e"] = 1; } sink($x);'],
    [
      'a complaint that is thrown away',
      '$j = []; $x = $_GET["x"]; if (!is_numeric($x)) { $j["e"] = 1; } $j = []; if (!$j) { sink($x); }',
    ],
    [
      'a complaint that is unset',
      '$j = []; $x = $_GET["x"]; if (!is_numeric($x)) { $j["e"] = 1; } unset($j["e"]); if (!$j) { sink($x); }',
    ],
    [
      'a complaint about what was there before',
      '$j = []; $x = $_GET["x"]; if (!is_numeric($x)) { $j["e"] = 1; } $x = $_GET["y"]; if (!$j) { sink($x); }',
    ],
    [
      'a complaint that is made only sometimes',
      '$j = []; $x = $_GET["x"]; if (a()) { if (!is_numeric($x)) { $j["e"] = 1; } } if (!$j) { sink($x); }',
    ],
    ['a complaint elsewhere', '$x = $_GET["x"]; if (!is_numeric($x)) { $j["e"] = 1; } if (!$k) { sink($x); }'],
    ['a variable', '$a = $_GET["x"]; sink($a);'],
    ['a text built in pieces', '$a = "x"; $a .= $_GET["x"]; sink("[$a]");'],
    ['a field', '$o = new O(); $o->f = $_GET["x"]; sink($o->f);'],
    ['an array key', '$a = ["k" => $_GET["x"]]; sink($a["k"]);'],
    ['a function', 'function f($p) { return trim($p); } sink(f($_GET["x"]));'],
    ['a reference', 'function f(&$p) { $p = $_GET["x"]; } f($a); sink($a);'],
    ['self::', 'class C { static function g($p) { return $p; } static function f() { sink(self::g($_GET["x"])); } }'],
    [
      'parent::',
      'class P { function g() { return $_GET["x"]; } } class C extends P { function f() { sink(parent::g()); } }',
    ],
    [
      'a trait',
      'trait T { function g() { return $_GET["x"]; } } class C { use T; function f() { sink($this->g()); } }',
    ],
    [
      'a property written in another method',
      'class C { private $p; function f() { sink($this->p); } function g() { $this->p = $_GET["x"]; } }',
    ],
    [
      'a constructor',
      'class C { function __construct(private $p) {} function p() { return $this->p; } } $c = new C($_GET["x"]); sink($c->p());',
    ],
    ['a closure', '$x = $_GET["x"]; $f = function () use ($x) { sink($x); }; $f();'],
    ['an arrow function', '$x = $_GET["x"]; $f = fn() => sink($x); $f();'],
    ['a callback', 'array_map(function ($v) { sink($v); }, $_GET["x"]);'],
    ['a variable variable', '$n = "a"; $$n = $_GET["x"]; sink($a);'],
    ['extract', 'extract($_GET); sink($anything);'],
    ['a loop', 'foreach ($_GET as $k => $v) { $all[] = $v; } sink($all[0]);'],
    ['a loop that carries over', 'while (more()) { sink($b); $b = $a; $a = $_GET["x"]; }'],
    ['a switch', 'switch ($k) { case 1: $a = $_GET["x"]; break; default: $a = ""; } sink($a);'],
    ['a match', '$a = match ($k) { 1 => $_GET["x"], default => "" }; sink($a);'],
    ['an unknown function', 'sink(unknown_helper($_GET["x"]));'],
    ['heredoc', '$x = $_GET["x"]; sink(<<<T\nv: {$x}\nT);'],
    ['list', '[$a, $b] = [1, $_GET["x"]]; sink($b);'],
    ['try and catch', 'try { $a = $_GET["x"]; f(); } catch (E $e) { sink($a); }'],
    ['a generator', 'function g() { yield $_GET["x"]; } foreach (g() as $v) sink($v);'],
    ['an alternative of a ternary', '$a = $k ? $_GET["x"] : ""; sink($a);'],
    ['escaping outside quotes', 'sql("id = " . quote($_GET["x"]));'],
  ])('follows %s', (_name, code) => {
    expect(php(code)).toBe(true)
  })

  it.each([
    ['another key', '$a = ["k" => $_GET["x"], "l" => 1]; sink($a["l"]);'],
    ['another field', '$o = new O(); $o->f = $_GET["x"]; sink($o->g);'],
    ['a cast', 'sink((int) $_GET["x"]);'],
    ['a variable that is overwritten', '$a = $_GET["x"]; $a = "b"; sink($a);'],
    ['a branch that cannot be', '$a = "b"; if (1 === 2) { $a = $_GET["x"]; } sink($a);'],
    ['a whitelist', 'if (in_array($_GET["x"], ["a", "b"], true)) { sink($_GET["x"]); }'],
    ['a whitelist left early', '$x = $_GET["x"]; if (!in_array($x, ["a"])) { return; } sink($x);'],
    [
      'a check whose failure is written down',
      '$j = []; $x = $_GET["x"]; if (!is_numeric($x)) { $j["error"] = "no"; } if (!$j) { sink($x); }',
    ],
    [
      'one of several checks that are written down',
      '$e = []; $x = $_GET["x"]; if (a()) { $e[] = 1; } elseif (!is_numeric($x)) { $e[] = 2; } if (!$e) { sink($x); }',
    ],
    ['a flag', '$bad = false; $x = $_GET["x"]; if (!is_numeric($x)) { $bad = true; } if (!$bad) { sink($x); }'],
    ['a comparison', '$x = $_GET["x"]; if ($x === "a" || $x === "b") { sink($x); }'],
    ['a check of what was derived', '$x = $_GET["x"]; $q = "v$x"; if (is_numeric($x)) { sink($q); }'],
    ['a function that stops', '$x = $_GET["x"]; if (!is_numeric($x)) { stop(); } sink($x);'],
    [
      'an own function that stops',
      'function halt() { exit; } $x = $_GET["x"]; if (!is_numeric($x)) { halt(); } sink($x);',
    ],
    ['a key of a map of its own', '$m = ["a" => 1]; if (isset($m[$_GET["x"]])) { sink($m[$_GET["x"]]); }'],
    ['escaping inside quotes', 'sql("name = \'" . quote($_GET["x"]) . "\'");'],
    ['sprintf of a number', 'sql(sprintf("id = %d", $_GET["x"]));'],
    ['array_map of a cast', 'sql("id IN (" . implode(",", array_map("intval", $_GET["x"])) . ")");'],
    ['a pattern that allows digits only', 'if (preg_match("/^[0-9]+$/", $_GET["x"])) { sink($_GET["x"]); }'],
  ])('is stopped by %s', (_name, code) => {
    expect(php(code)).toBe(false)
  })

  it('follows includes and classes of other files', () => {
    expect(reaches(['a.php', '<?php $x = $_GET["x"]; include "b.php";'], ['b.php', '<?php sink($x);'])).toBe(true)
    expect(
      reaches(
        ['a.php', '<?php use N\\C; sink(C::get());'],
        ['c.php', '<?php namespace N; class C { static function get() { return $_GET["x"]; } }'],
      ),
    ).toBe(true)
  })
})

describe('flow in Java', () => {
  it.each([
    ['an index of a list', 'List l = new ArrayList(); l.add("a"); l.add(r.get("x")); o.sink(l.get(1));', true],
    ['another index', 'List l = new ArrayList(); l.add("a"); l.add(r.get("x")); o.sink(l.get(0));', false],
    [
      'an index after a removal',
      'List l = new ArrayList(); l.add("a"); l.add(r.get("x")); l.remove(0); o.sink(l.get(0));',
      true,
    ],
    ['a key of a map', 'Map m = new HashMap(); m.put("k", r.get("x")); o.sink(m.get("k"));', true],
    ['another key', 'Map m = new HashMap(); m.put("k", r.get("x")); m.put("l", "a"); o.sink(m.get("l"));', false],
    ['a text builder', 'StringBuilder b = new StringBuilder("a"); b.append(r.get("x")); o.sink(b.toString());', true],
    [
      'arithmetic that is always true',
      'int n = 106; String b = (7 * 18) + n > 200 ? "a" : r.get("x"); o.sink(b);',
      false,
    ],
    [
      'a switch on a character',
      'String g = "ABC"; char c = g.charAt(1); String b; switch (c) { case \'A\': b = r.get("x"); break; case \'B\': b = "bob"; break; default: b = r.get("x"); } o.sink(b);',
      false,
    ],
    ['a loop over an array', 'for (String v : r.get("x").split(",")) { o.sink(v); }', true],
    ['a lambda', 'Runnable f = () -> o.sink(r.get("x"));', true],
  ])('%s', (_name, body, expected) => {
    expect(java(body)).toBe(expected)
  })

  it('follows nested classes, interfaces and annotated parameters', () => {
    expect(java('o.sink(new B().f(r.get("x")));', 'class B { String f(String s) { return s; } }')).toBe(true)
    expect(
      java(
        'I i = make(); o.sink(i.f(r.get("x")));',
        'interface I { String f(String s); } class C implements I { public String f(String s) { return s; } } static I make() { return unknown(); }',
      ),
    ).toBe(true)
    expect(reaches(['A.java', 'class A { void m(@RequestParam String q, Out o) { o.sink(q); } }'])).toBe(true)
  })
})

describe('flow in JavaScript and TypeScript', () => {
  it.each([
    ['a handler', 'app.get("/", (req, res) => { sink(req.query.x) })', true],
    ['destructuring', 'app.get("/", (req, res) => { const { x } = req.query; sink(x) })', true],
    ['a template', 'app.get("/", async (req: Req, res) => { const x = req.query.x as string; sink(`a${x}`) })', true],
    [
      'a function that gives a handler',
      'export function make() { return (req, res) => { const q = req.query.q; sink(q) } }',
      true,
    ],
    ['a callback of an array', 'app.get("/", (req, res) => { req.query.x.split(",").forEach((v) => sink(v)) })', true],
    ['a promise', 'app.get("/", (req, res) => { load(req.query.x).then((v) => sink(v)) })', true],
    ['an object key', 'app.get("/", (req, res) => { const o = { a: req.query.x, b: 1 }; sink(o.b) })', false],
    ['a number', 'app.get("/", (req, res) => { sink(parseInt(req.query.x)) })', false],
    [
      'a variable that a callback fills',
      'app.get("/", (req, res) => { let b = ""; [1].forEach(() => { b += req.query.x }); sink(b) })',
      true,
    ],
    [
      'a variable that a callback overwrites for itself',
      'app.get("/", (req, res) => { let b = ""; [1].forEach(() => { b = req.query.x; b = "a"; sink(b) }) })',
      false,
    ],
    [
      'a list in one branch, split text in the other',
      'app.get("/", (req, res) => { const x = req.query.x; const l = x ? x.split(",") : []; l.forEach((v) => sink(v)) })',
      true,
    ],
    [
      'a function that counts down to the sink',
      'function f(s, n) { if (n !== 0) f(s, n - 1); else sink(s) }\napp.get("/", (req, res) => { f(req.query.x, 1000) })',
      true,
    ],
  ])('%s', (_name, code, expected) => {
    expect(js(code)).toBe(expected)
  })
})

describe('wrappers', () => {
  it('reports where the text was made, not the function that only hands it on', () => {
    const project = new Project()
    const library = '<?php class Db { function run($s) { return sink($s); } }'
    const text = '<?php class C { function f(Db $db) {\n$db->run($_GET["x"]); } }'
    project.add('db.php', library, parseSource('db.php', library)!)
    project.add('a.php', text, parseSource('a.php', text)!)
    const [hit] = analyse(project, models, rules).hits
    expect(project.locate(hit!.file, hit!.at)).toMatchObject({ path: 'a.php', line: 2 })
  })

  it('reports the sink itself where the wrapper stands in the same file', () => {
    const project = new Project()
    const text = '<?php function run($s) {\nreturn sink($s); }\n\nrun($_GET["x"]);'
    project.add('a.php', text, parseSource('a.php', text)!)
    const [hit] = analyse(project, models, rules).hits
    expect(project.locate(hit!.file, hit!.at).line).toBe(2)
  })
})
