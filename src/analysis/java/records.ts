import type { ClassDecl, FunctionDecl, Parameter, Stmt } from '../ast.ts'
import { madeFunction } from '../made-function.ts'

/** Gives a record what the language gives it: a constructor of its components, after its short one, and a method to read each. */
export function completeRecord(cls: ClassDecl, components: readonly Parameter[]): void {
  const { at } = cls
  const simple = cls.name.slice(cls.name.lastIndexOf('.') + 1)
  const own = { kind: 'var', at, name: 'this' } as const
  const method = (name: string, params: Parameter[], body: Stmt[]): FunctionDecl =>
    madeFunction({ name, at, end: at, params, body, cls })
  if (!cls.methods.some((fn) => fn.name === simple && fn.params.length === components.length)) {
    const kept = components.map(
      ({ name }): Stmt => ({
        kind: 'expr',
        at,
        value: {
          kind: 'assign',
          at,
          op: '=',
          byRef: false,
          target: { kind: 'prop', at, object: own, name },
          value: { kind: 'var', at, name },
        },
      }),
    )
    cls.methods.push(method(simple, [...components], [...(cls.compact ?? []), ...kept]))
  }
  for (const { name } of components)
    if (!cls.methods.some((fn) => fn.name === name && fn.params.length === 0))
      cls.methods.push(method(name, [], [{ kind: 'return', at, value: { kind: 'prop', at, object: own, name } }]))
}
