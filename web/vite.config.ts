import { defineConfig } from 'vite'

/** The page: built into web/dist, which the server hands out. No inline scripts or styles: the server's policy forbids them. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
})
