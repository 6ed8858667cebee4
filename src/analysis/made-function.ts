import type { FunctionDecl } from './ast.ts'

/** A function that no source declares as such: public, of no class and without annotations unless said otherwise. */
export const madeFunction = (
  parts: Pick<FunctionDecl, 'name' | 'at' | 'end' | 'params' | 'body'> & Partial<FunctionDecl>,
): FunctionDecl => ({
  uses: null,
  isStatic: false,
  visibility: 'public',
  returnType: null,
  annotations: [],
  doc: '',
  ...parts,
})
