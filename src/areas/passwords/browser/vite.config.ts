import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The module that shops put into their own pages: one small file, and one with the word lists that is loaded when somebody types. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: join(import.meta.dirname, '../../../../web/dist/password'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    chunkSizeWarningLimit: 900,
    lib: { entry: join(import.meta.dirname, 'element.ts'), formats: ['es'], fileName: 'password' },
  },
})
