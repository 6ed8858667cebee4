import { array, assert, constantFrom, nat, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { parseSource } from './parse.ts'
import { Project } from './project.ts'

const seeds: Record<string, string> = {
  'a.php':
    '<p><?php namespace A\\B; use C\\{D, E as F}; abstract class X extends Y implements Z { use T; const A = 1; public function f(?int $a = 1, &...$b): ?string { if ($a): echo "x{$b[\'k\']->c}"; else: ?><b><?= $a ?></b><?php endif; foreach ($b as [$k => $v]) { $c[] = fn($x) => match($x) { 1, 2 => `ls $a`, default => new class { } }; } return <<<EOT\n $a \nEOT; } }',
  'A.java':
    'package a.b; import java.util.*; @C("x") public class A<T extends B> implements D { private final List<Map<String, int[]>> m = new ArrayList<>(); <R> R f(@Q String a, int... b) throws E { for (String s : m.get(0)) { switch (s) { case "a" -> g(); default -> { } } } try (X x = y()) { return (R) a + b[0] >>> 2; } catch (E | F e) { throw e; } finally { } } }',
  'a.ts':
    'import a, { b as c } from "m"; export class X<T> extends Y { private p: string = `q${c}`; async m({ a, ...r }: Z, [d = 1] = []) { for await (const x of y) { switch (x?.z ?? 1) { case 1: return <T>x!; } } } } export default (req, res) => res.send(req.query.x)',
  'a.tpl':
    '{* c *}<p class="{$a.b|escape:\'html\'}">{if $a && $b > 1}{foreach from=$c item=d}{$d->e nofilter}{/foreach}{else}{$smarty.get.x}{/if}{literal}{x}{/literal}{include file="b.tpl" e=$f}</p>',
  'a.twig':
    '{% extends "b" %}{# c #}{% block d %}{% for a in b if a.c %}<i title="{{ a.d|e("html_attr") }}">{{ a.e|raw ~ "x" }}</i>{% else %}{{ f(1, [2], { g: 3 }) }}{% endfor %}{% set h = i ? j : k %}{% endblock %}',
  'a.blade.php':
    '@extends("a")@section("b")@if($c ?? false)<a href="{{ $d->e }}">{!! $f["g"] !!}</a>@else @foreach($h as $k => $v){{-- c --}}@php $i = $_GET["j"]; @endphp @endforeach @endif @endsection',
  'a.ejs': '<% for (const a of b) { %><p title="<%= a.c %>"><%- a.d %></p><% } %><%# e %><%- include("f", { g }) %>',
  'a.hbs': '{{#if a}}<b>{{b.c}}</b>{{{d}}}{{else}}{{> e}}{{/if}}{{!-- f --}}{{& g}}',
  'a.njk': '{% if a %}{{ b | safe }}{{ c.d }}{# e #}{% endif %}',
  'a.pug': 'div(class=a)\n  p!= b\n  | !{c.d} #{e}\n',
  'a.vue':
    '<script setup lang="ts">\nimport { ref } from "vue"; const a = ref(1)\n</script><template><p v-html="a + b"></p></template><script>export default { computed: { b() { return this.c } } }</script>',
  'a.svelte': '<script>export let a; const b = a</script>{#if a}<p>{@html b}</p>{/if}',
  'a.html': '<p th:utext="${a.b} + |x ${param.q}|">c</p>[(${d})]<i th:text="${e}"/>',
  'a.jsp':
    '<%@ page import="java.util.*" %><%! int f(int a) { return a; } %><% String s = request.getParameter("a"); if (s != null) { %><b title="${param.x}"><%= s %></b><% } %><c:out value="${a.b[0]}" escapeXml="false"/><%-- c --%>',
}

/** Cuts, doubles and swaps pieces, and puts in characters that open something. */
const mutations = array(
  record({
    at: nat(1000),
    length: nat(40),
    what: constantFrom(
      'cut',
      'double',
      '{',
      '(',
      '[',
      '"',
      "'",
      '`',
      '/*',
      '<?php ',
      '?>',
      '<<<A\n',
      '\\',
      '\0',
      '${',
      '\uD800',
      ';',
      '@',
      '#[',
    ),
  }),
  { minLength: 1, maxLength: 8 },
)

function mutate(seed: string, steps: readonly { at: number; length: number; what: string }[]): string {
  let text = seed
  for (const { at, length, what } of steps) {
    const place = text.length === 0 ? 0 : at % text.length
    const piece = text.slice(place, place + length)
    if (what === 'cut') text = text.slice(0, place) + text.slice(place + length)
    else text = text.slice(0, place) + (what === 'double' ? piece + piece : what) + text.slice(place)
  }
  return text
}

describe.each(Object.entries(seeds))('front end of %s', (path, seed) => {
  it('understands the whole seed', () => {
    expect(parseSource(path, seed)?.problems).toEqual([])
  })

  it('never throws, whatever is in the file, and what it gives can be followed', () => {
    assert(
      property(mutations, (steps) => {
        const text = mutate(seed, steps)
        const parsed = parseSource(path, text)
        // A page that is no template is not read.
        if (!parsed) return path === 'a.html'
        const project = new Project()
        project.add(path, text, parsed)
        expect(analyse(project, [], []).cutShort).toBe(0)
        return parsed.problems.every((problem) => problem.at >= 0 && problem.at <= text.length)
      }),
      { numRuns: 400 },
    )
  })

  it('survives deep nesting', () => {
    for (const open of ['(', '[', '{', 'if(a)', '!', '"x".', 'a(']) {
      const text = path.endsWith('php') ? `<?php ${open.repeat(5000)}` : open.repeat(5000)
      const marked = path === 'a.html' ? `<p th:text="${text}` : text
      expect(parseSource(path, marked)).toBeDefined()
    }
  })
})
