import { describe, expect, it } from 'vitest'
import { scanTexts } from './texts.ts'

/** Rule and place (line:column) of what is found in a set of files. */
const found = (...files: [string, string][]) =>
  scanTexts(files.map(([path, text]) => ({ path, text })))
    .filter((finding) => finding.confidence !== 'low')
    .map(({ rule, location }) => `${rule.slice('code/'.length)} ${location.uri}:${location.line}:${location.column}`)
const xss = 'cross-site-scripting'

describe('Smarty', () => {
  it.each([
    ['prints request data as it is', '<div>\n{$smarty.get.x nofilter}</div>', [`${xss} a.tpl:2:1`]],
    ['escapes by a filter and by default', '{$smarty.get.x|escape:"html"}{$smarty.get.y}', []],
    [
      'escapes for HTML inside a script, outside quotes',
      '<script>x = {$smarty.get.x};</script>',
      [`${xss} a.tpl:1:13`],
    ],
    ['makes a number', '{$smarty.get.x|intval nofilter}', []],
    ['keeps it in a variable of its own', '{assign var=a value=$smarty.post.q}\n{$a nofilter}', [`${xss} a.tpl:2:1`]],
    ['has literal parts and comments', '{literal}a { b: 1 }{/literal}{* {$smarty.get.x nofilter} *}', []],
  ])('%s', (_name, text, expected) => expect(found(['a.tpl', text])).toEqual(expected))

  it('is given variables by the controller', () => {
    const controller =
      '<?php class C { function f() { $this->context->smarty->assign(["q" => Tools::getValue("q"), "n" => (int) Tools::getValue("n")]); } }'
    expect(found(['a.php', controller], ['a.tpl', '{if $q}\n<p>{$q nofilter}</p>{/if}{$n nofilter}'])).toEqual([
      `${xss} a.tpl:2:4`,
    ])
  })
})

describe('Twig', () => {
  it.each([
    ['raw request data', '<p>\n{{ app.request.get("q")|raw }}</p>', [`${xss} a.twig:2:1`]],
    ['escaped by default', '{{ app.request.get("q") }}', []],
    [
      'escaping switched off',
      '{% autoescape false %}{{ app.request.get("q") }}{% endautoescape %}',
      [`${xss} a.twig:1:23`],
    ],
    ['through a variable', '{% set a = app.request.query.get("z") %}{{ a|raw }}', [`${xss} a.twig:1:41`]],
    ['a function of the framework', '<a {{ link("x", { a: path("y", { id: app.request.get("z") }) })|raw }}>', []],
    ['verbatim', '{% verbatim %}{{ app.request.get("q")|raw }}{% endverbatim %}', []],
  ])('%s', (_name, text, expected) => expect(found(['a.twig', text])).toEqual(expected))

  it('is given variables by render', () => {
    const controller =
      '<?php class C extends AbstractController { function s(Request $request) { return $this->render("a.html.twig", ["q" => $request->query->get("q")]); } }'
    expect(found(['C.php', controller], ['a.html.twig', '{{ q|raw }}{{ q }}'])).toEqual([`${xss} a.html.twig:1:1`])
  })
})

describe('Blade', () => {
  it.each([
    ['raw', '@if(request("x"))\n{!! request("x") !!}\n@endif', [`${xss} a.blade.php:2:5`]],
    ['escaped', '{{ request("y") }}', []],
    ['a comment', '{{-- {!! request("x") !!} --}}', []],
    ['left to the browser', '@{{ x }} @verbatim {!! request("x") !!} @endverbatim', []],
    ['program text in between', '@php $a = request("x"); @endphp {!! $a !!}', [`${xss} a.blade.php:1:37`]],
  ])('%s', (_name, text, expected) => expect(found(['a.blade.php', text])).toEqual(expected))

  it('is given variables by view()', () => {
    const controller =
      '<?php class C { function s(Request $request) { $q = $request->input("q"); return view("v", compact("q")); } }'
    expect(found(['c.php', controller], ['v.blade.php', '<p>{!! $q !!}</p>'])).toEqual([`${xss} v.blade.php:1:8`])
  })
})

describe('templates of JavaScript', () => {
  const page = (path: string, text: string) =>
    found(
      ['a.js', "app.get('/', (req, res) => { res.render('a', { q: req.query.q, n: Number(req.query.n) }) })"],
      [path, text],
    )

  it.each([
    ['EJS, raw', 'a.ejs', '<p>\n<%- q %></p><%= q %>', [`${xss} a.ejs:2:5`]],
    ['EJS, a value of the locals', 'a.ejs', '<%- locals.q %>', [`${xss} a.ejs:1:5`]],
    [
      'EJS, a number, another template, a name of its own',
      'a.ejs',
      "<%- n %><%- include('b', { q }) %><% const x = 1 %><%- x %>",
      [],
    ],
    ['EJS, escaped for HTML inside a script', 'a.ejs', '<script>a = <%= q %></script>', [`${xss} a.ejs:1:16`]],
    ['Handlebars, three braces', 'a.hbs', '<p>{{q}}</p>{{{q}}}', [`${xss} a.hbs:1:16`]],
    ['Handlebars, a helper and a comment', 'a.hbs', '{{{link q}}}{{!-- {{{q}}} --}}', []],
    ['Nunjucks, safe', 'a.njk', '{{ q }}{{ q | safe }}', [`${xss} a.njk:1:11`]],
    ['Nunjucks, a number', 'a.njk', '{{ q | length | safe }}', []],
    ['Pug, unescaped', 'a.pug', 'div\n  p!= q\n  p= q', [`${xss} a.pug:2:7`]],
    ['Pug, inside a text', 'a.pug', 'p Hello !{q} #{q}', [`${xss} a.pug:1:11`]],
  ])('%s', (_name, path, text, expected) => expect(page(path, text)).toEqual(expected))
})

describe('components', () => {
  it.each([
    [
      'Vue, options',
      'a.vue',
      '<template>\n<p v-html="text"></p></template><script>export default { computed: { text() { return "<b>" + this.$route.query.q } } }</script>',
      [`${xss} a.vue:2:4`],
    ],
    ['Vue, the route itself', 'a.vue', '<template><p v-html="$route.query.q"/></template>', [`${xss} a.vue:1:14`]],
    [
      'Vue, as text',
      'a.vue',
      '<template><p>{{ $route.query.q }}</p><p v-html="own"/></template><script>export default { data: () => ({ own: "<b>" }) }</script>',
      [],
    ],
    [
      'Vue, cleaned',
      'a.vue',
      '<script setup>import DOMPurify from "dompurify"; const t = computed(() => DOMPurify.sanitize(useRoute().query.q))</script><template><p v-html="t"/></template>',
      [],
    ],
    ['Svelte', 'a.svelte', '<script>const q = location.hash</script>\n<p>{@html q}</p>', [`${xss} a.svelte:2:4`]],
    ['Svelte, as text', 'a.svelte', '<script>const q = location.hash</script><p>{q}</p>', []],
  ])('%s', (_name, path, text, expected) => expect(found([path, text])).toEqual(expected))
})

describe('Thymeleaf', () => {
  const controller =
    '@Controller class C { @GetMapping("/") String f(@RequestParam String q, Model model) { model.addAttribute("q", q); return "a"; } }'
  it.each([
    ['unescaped', '<p th:text="${q}">\n<b th:utext="${q}">x</b>', [`${xss} a.html:2:4`]],
    ['inside a text', '<p>[[${q}]] [(${q})]</p>', [`${xss} a.html:1:13`]],
    ['escaped by hand', '<b th:utext="${#strings.escapeXml(q)}">x</b>', []],
    ['a page that is no template', '<b>${q}</b>', []],
  ])('%s', (_name, text, expected) => expect(found(['C.java', controller], ['a.html', text])).toEqual(expected))
})

describe('JSP', () => {
  it.each([
    [
      'an expression',
      '<% String n = request.getParameter("n"); if (n != null) { %>\n<b><%= n %></b>\n<% } %>',
      [`${xss} a.jsp:2:8`],
    ],
    ['the expression language', '<p>${param.q}</p>', [`${xss} a.jsp:1:4`]],
    ['c:out escapes', '<c:out value="${param.z}"/>${fn:escapeXml(param.y)}', []],
    ['c:out told not to', '<c:out value="${param.z}" escapeXml="false"/>', [`${xss} a.jsp:1:1`]],
    ['a condition prints nothing of it', '${empty param.q} ${param.q == "a"}', []],
    [
      'a query',
      '<% Statement st = c.createStatement();\nst.executeQuery("select a from b where c=\'" + request.getParameter("n") + "\'"); %>',
      ['sql-injection a.jsp:2:4'],
    ],
  ])('%s', (_name, text, expected) => expect(found(['a.jsp', text])).toEqual(expected))

  it('shows attributes that a servlet has set', () => {
    const servlet =
      'class S extends HttpServlet { void doGet(HttpServletRequest request, HttpServletResponse r) { request.setAttribute("q", request.getParameter("q")); } }'
    expect(found(['S.java', servlet], ['a.jsp', '<p>${q}</p>${other}'])).toEqual([`${xss} a.jsp:1:4`])
  })
})
