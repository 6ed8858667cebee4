import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { choice } from '../../../core/options.ts'

const built = join(import.meta.dirname, '../../../../web/dist/password')

/** `shopwarden passwords module --out DIR` */
export const module: Verb = {
  summary: "write the password meter for the shop's own pages into a folder, and show how to include it",
  options: [
    { flags: '--out <dir>', description: 'folder to write to', default: 'shopwarden-password' },
    { flags: '--format <format>', description: 'text or json', default: 'text' },
  ],
  async run(_args, options, io) {
    if (!existsSync(join(built, 'password.js')))
      throw new ShopwardenError('SW_PASSWORDS_MODULE', 'The module has not been built', {
        where: built,
        fix: 'Start this command by ./shopwarden, which builds it.',
      })
    const out = resolve(io.cwd, typeof options['out'] === 'string' ? options['out'] : 'shopwarden-password')
    mkdirSync(out, { recursive: true })
    const files = readdirSync(built)
    for (const name of files) cpSync(join(built, name), join(out, name))
    const integrity = `sha384-${createHash('sha384')
      .update(readFileSync(join(built, 'password.js')))
      .digest('base64')}`
    const snippet = [
      `<script type="module" src="/password/password.js" integrity="${integrity}"></script>`,
      '<label for="new-password">Password</label>',
      '<input id="new-password" type="password" autocomplete="new-password" name="password">',
      '<shopwarden-password for="new-password" context="your shop" context-from="name email"></shopwarden-password>',
    ].join('\n')
    const text =
      choice(options, 'format', ['text', 'json'], 'text') === 'json'
        ? JSON.stringify({ out, files, integrity, snippet }, null, 2)
        : `${files.length} files are in ${out}. Serve them from your own shop, and put this into the page:\n\n${snippet}\n\nThe server must check too: POST /api/v1/shops/ID/passwords/check (docs/operations/password-check.md).`
    io.stdout.write(`${text}\n`)
    return 0
  },
}
