import { describe, expect, it } from 'vitest'
import { parseSource } from './parse.ts'
import { visit } from './visit.ts'

const programs: Readonly<Record<string, string>> = {
  'a.php': `<html><?php
    #[Route('/a', name: CONSTANT . 'x')] abstract class A extends B { const C = 1 + 2; public static $d = ['k' => D::E];
      public function __construct(private int $p = F, #[Own(3)] &...$rest) { $this->{$p} = static::$d[$p][] ?? (string) $$p; }
      abstract function g(); }
    function h($a, $b = [1, ...$c]) { static $s = 4; global $t; unset($a[0], $b); yield $a => $b; return fn($x) => $x ** 2; }
    for ($i = 0, $j = 1; $i < 3; $i++, --$j) { continue; } foreach ($a as $k => [$v, $w]) { break; }
    while ($a) if ($b) echo $c, \`ls $d\`; elseif (!isset($e, $f)) print $g; else exit(1);
    do { switch ($a) { case 1: h(...$b); break; default: eval($c); } } while (empty($d));
    try { throw new A($a, new class($b) { function m() { return $this?->n; } }); } catch (E $e) { $e->o(); } finally { A::{$p}(1); }
    $m = match (true) { $a > 1, $b => $c instanceof D ? 1 : 2, default => throw $e }; include $f . "x{$g->h[1]}"; $y = $z ?: A::class;`,
  'a.java': `package p; @Entity(name = "a" + B) class A<T> extends B { @Id(1) int f = g(2), h[] = {3, 4};
    static { i.j(K::new, L::m); } record R(int a) { R { assert a > 0; } } enum E { X(1) { int z() { return 5; } }, Y(2) }
    A(@Valid final T t, int... u) throws V { super(t); for (int i = 0; i < u.length; i++) { u[i] += (long) i << 2; }
      for (var w : list) do { switch (w) { case 1, 2 -> q(); default -> { break; } } } while (!done);
      try (var in = new In(t)) { synchronized (this) { x = y ? (a, b) -> a * b : null; } } catch (P | Q e) { throw e; } finally { r++; }
      int s = switch (t) { case 6: yield 7; default: yield 8; }; if (o instanceof String str && str.isEmpty()) return; } }`,
  'a.ts': `import d, { e as f } from './g'; @Dec({ a: b }) export class A extends mixin(B) { #p = c; static { q() } @In() r: S = new T(...u);
    async *m({ a, ...b }, [c = d] = e, @Arg(f) g?: H) { for await (const x of y) yield* super.m(x?.[z] ?? \`t\${a}\`, -b, typeof c); } get n() { return this.#p } }
    export default async function h(a = function () { delete a.b[c] }) { let { i, j: [k] } = a, l; for (var m in o) { if (m in p) continue; else break }
      for (let n = 0; n < 2; n++) while (q) do { switch (r) { case 's': t, u; default: throw v } } while (w)
      try { await import(x) } catch ({ y }) { y ||= /z/g.exec(a)?.[0] } finally { b\`c\${d}\` } return { e, [f]: g, h() {}, ...i } }`,
}

/** Every node by any key: slow, but misses none. */
function all(node: unknown, found: unknown[] = []): unknown[] {
  if (typeof node !== 'object' || node === null) return found
  if (typeof (node as { kind?: unknown }).kind === 'string') found.push(node)
  for (const [key, child] of Object.entries(node))
    if (!(key === 'cls' && Object.hasOwn(node, 'params'))) all(child, found)
  return found
}

describe('visit', () => {
  it.each(Object.keys(programs))('sees every node of %s in the order of the text', (path) => {
    const { body, problems } = parseSource(path, programs[path]!)!
    const seen: unknown[] = []
    visit(body, (node) => void seen.push(node))
    expect(problems).toEqual([])
    const every = all(body)
    expect(seen).toHaveLength(every.length)
    expect(seen.filter((node, i) => node !== every[i])).toEqual([])
  })

  it('leaves out what is below a node that is refused', () => {
    const { body } = parseSource('b.php', '<?php function f() { g(); } h();')!
    const kinds: string[] = []
    visit(body, ({ kind }) => {
      kinds.push(kind)
      return kind !== 'funcdecl'
    })
    expect(kinds).toEqual(['funcdecl', 'expr', 'call', 'name'])
  })
})
