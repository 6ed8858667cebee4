import type { Expr, Stmt } from '../ast.ts'
import type { Es } from './estree.ts'

/** The two lowerings handed to each other, so that the files do not import each other. */
export interface Lower {
  expr(node: Es | null): Expr
  stmts(list: readonly Es[]): Stmt[]
}
