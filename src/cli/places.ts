import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the installation. */
export const installation = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const knowledgeDir = join(installation, 'knowledge')

/** Where this user keeps Shopwarden's records: SHOPWARDEN_DIR, else .shopwarden in the current folder. */
export function workspaceDir(cwd: string, env: NodeJS.ProcessEnv): string {
  return resolve(cwd, env['SHOPWARDEN_DIR'] ?? '.shopwarden')
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium for the browser checks: SHOPWARDEN_CHROMIUM, else the first on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  if (env['SHOPWARDEN_CHROMIUM']) return env['SHOPWARDEN_CHROMIUM']
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  return chromiumNames.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}
