import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { writeAtomically } from '../store/files.ts'
import { ShopwardenError } from '../core/errors.ts'
import type { Cli } from './cli.ts'

const template = (
  url: string,
) => `# What Shopwarden may look at. Everything but the name is optional: what is missing is answered "unknown".
# All fields: shopwarden schema shop
name: ${JSON.stringify(URL.canParse(url) ? new URL(url).hostname : 'My shop')}

urls:
  storefront: ${url}
  # checkout: ${url.replace(/\/$/, '')}/checkout

# Source code of the shop, for platform, code and malware.
# sources:
#   - path: /var/www/shop

# This server, or one whose disk is mounted somewhere.
# hosts:
#   - name: web1
#     root: /
#     webRoot: /var/www/shop

# Servers whose security updates are looked at over SSH, by one script that only reads.
# remoteHosts:
#   - ssh: auditor@web2.shop.example

# The platform's own API, for exact versions; the token stands in the environment variable named here.
# adminApis:
#   - kind: woocommerce
#     url: https://shop.example
#     tokenEnv: SHOPWARDEN_ADMIN_TOKEN

# A dump of the database, for password settings, injected scripts and stored card numbers.
# databases:
#   - dump: backup/shop.sql

# Exports of orders and shipments (CSV or JSONL).
# feeds:
#   orders: exports/orders.csv
#   shipments: exports/shipments.csv

# Reports by others.
# documents:
#   - file: documents/asv-2026-q3.pdf
#     kind: asv

# backups:
#   - path: /var/backups/shop
#     restoreTested: 2026-05-01

# Questions that do not apply, each with the reason.
# notApplicable:
#   patches: "Rented software: its maker patches the servers."
`

/** `shopwarden init [URL]`: a shop.yaml to fill in. */
export function addInitCommand(program: Command, { io, finish }: Cli): void {
  program
    .command('init')
    .description('Write a shop.yaml to fill in')
    .argument('[url]', 'address of the shop', 'https://shop.example')
    .action((url: string) => {
      const file = resolve(io.cwd, 'shop.yaml')
      if (existsSync(file))
        throw new ShopwardenError('SW_CLI_EXISTS', 'There is a shop.yaml already', {
          where: file,
          fix: 'Edit it, or move it away first.',
        })
      writeAtomically(file, template(url), 0o644)
      io.stdout.write(`Wrote ${file}. Fill it in, then run "shopwarden audit".\n`)
      finish(0)
    })
}
