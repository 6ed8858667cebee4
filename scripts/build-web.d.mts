/** What benches call of build-web.mjs, which runs on any Node and so is no TypeScript. */
export declare function ensureWebBuilt(): void
