/** The rules of the house (ARCHITECTURE.md) as checks. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/(?!core/)' },
    },
    {
      name: 'analysis-knows-no-areas',
      severity: 'error',
      from: { path: '^src/analysis/' },
      to: { path: '^src/(?!analysis/|core/)' },
    },
    {
      name: 'no-area-imports-another',
      severity: 'error',
      from: { path: '^src/areas/([^/]+)/' },
      to: { path: '^src/areas/', pathNot: '^src/areas/$1/' },
    },
    {
      name: 'areas-import-only-the-lower-rooms',
      severity: 'error',
      from: { path: '^src/areas/[^/]+/' },
      to: { path: '^src/(audit|report|server|client|cli)/' },
    },
    {
      name: 'areas-are-reached-through-the-registry',
      severity: 'error',
      from: { path: '^src/(audit|report|server|cli|net|store|connect|knowledge)/' },
      to: { path: '^src/areas/(?!(?:registry|commands)\\.ts)' },
    },
    {
      name: 'lower-rooms-know-no-upper',
      severity: 'error',
      from: { path: '^src/(net|store|connect|knowledge)/' },
      to: { path: '^src/(areas|audit|report|server|client|cli)/' },
    },
    { name: 'nothing-imports-the-cli', severity: 'error', from: { path: '^src/(?!cli/)' }, to: { path: '^src/cli/' } },
    {
      name: 'the-page-takes-only-types-from-the-server',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-client-takes-only-types',
      severity: 'error',
      from: { path: '^src/client/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(?!client/)', dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-imports-the-page', severity: 'error', from: { path: '^src/' }, to: { path: '^web/' } },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '\\.test\\.ts$|^test/' },
    },
    {
      name: 'product-uses-no-dev-dependency',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/fixtures/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
