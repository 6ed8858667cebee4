import { z } from 'zod'
import { AREAS } from './areas.ts'

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be a full address such as https://shop.example' })
  // Addresses appear in reports and in the ledger: no password may travel there.
  .refine((url) => !/^https?:\/\/[^/?#]*@/.test(url), 'must not contain a user name or password')
const path = z.string().min(1)

/** Goes to ssh as one argument: may not begin with a dash, or hold blanks or signs of a shell. */
const sshTarget = z
  .string()
  .max(300)
  .regex(
    /^(?:[A-Za-z_][\w.-]*@)?(?:[A-Za-z0-9][\w.-]*|\[[0-9A-Fa-f:.]+\])$/,
    'must be user@host, or a host of your SSH settings',
  )

/** APIs of shop platforms that can be asked, and those whose published API tells no version: so that the answer can say so. */
export const ADMIN_APIS = [
  'woocommerce',
  'wordpress',
  'magento',
  'prestashop',
  'prestashop-admin',
  'thirtybees',
  'shopware',
  'openmage',
  'opencart',
  'sylius',
  'bagisto',
] as const
export type AdminApiKind = (typeof ADMIN_APIS)[number]

const documentSchema = z.strictObject({
  file: path.describe('The document: PDF, text or CSV.'),
  kind: z
    .enum(['asv', 'aoc', 'pentest', 'load-test', 'sarif', 'identity', 'other'])
    .describe('What it is; identity: the export of a Keycloak realm or an Auth0 connection that customers sign in at.'),
})

const backupSchema = z.strictObject({
  path: path.describe('Folder or file that holds the backups; the newest file counts.'),
  restoreTested: z.iso.date().optional().describe('Day of the last restore test.'),
})

/**
 * Everything Shopwarden may know about a shop; every part is optional except the name. Paths are relative to the file.
 * Field descriptions become the JSON Schema that editors show.
 */
export const shopSchema = z
  .strictObject({
    name: z.string().min(1).max(200).describe('Name of the shop as it appears in reports.'),
    urls: z
      .strictObject({
        storefront: httpUrl.optional().describe('Start page of the shop.'),
        checkout: httpUrl.optional().describe('Page where the customer pays.'),
        admin: httpUrl.optional().describe('Administration, where it is known.'),
        api: httpUrl.optional().describe('API the storefront talks to.'),
      })
      .default({}),
    allowedHosts: z
      .array(z.string())
      .default([])
      .describe('Further host names the auditor may contact; none is contacted unless named here or in urls.'),
    allowPrivateAddresses: z
      .boolean()
      .default(false)
      .describe('Allow targets on loopback and private networks (a laboratory).'),
    platform: z.string().optional().describe('Platform where it cannot be recognised, e.g. opencart or shopify.'),
    sources: z
      .array(
        z.strictObject({
          path: path.describe('Source tree of the shop.'),
          own: z.array(path).default([]).describe('Folders inside it with code of your own; empty: all of it.'),
        }),
      )
      .default([]),
    hosts: z
      .array(
        z.strictObject({
          name: z.string().default('this host'),
          root: path.default('/').describe('/ for this machine, or where its disk or image is mounted.'),
          webRoot: path.optional().describe('Folder the web server serves, for the malware sweep.'),
        }),
      )
      .default([]),
    remoteHosts: z
      .array(
        z.strictObject({
          name: z.string().optional().describe('Name in reports; the SSH target where none is given.'),
          ssh: sshTarget.describe('A server reached by SSH with a key, e.g. auditor@web1.shop.example. Only read.'),
          port: z.int().min(1).max(65_535).default(22),
          knownHosts: path.optional().describe("File with the server's key (ssh-keyscan); else your own known_hosts."),
          identity: path.optional().describe("File of the key to use; else your agent's and your SSH settings'."),
        }),
      )
      .max(50)
      .default([])
      .describe('Servers whose security updates are looked at over SSH.'),
    databases: z
      .array(
        z.strictObject({
          dump: path.optional().describe('SQL dump to read.'),
          url: z
            .string()
            .optional()
            .describe(
              'Connection, e.g. mysql://user@host/shop; give the password in the environment variable named by passwordEnv.',
            ),
          passwordEnv: z.string().optional(),
        }),
      )
      .default([]),
    adminApis: z
      .array(
        z.strictObject({
          kind: z.enum(ADMIN_APIS).describe('Which API it is.'),
          url: httpUrl.describe("Address that the API's own paths begin at, mostly the start page of the shop."),
          tokenEnv: z
            .string()
            .regex(
              /^[A-Za-z_][A-Za-z0-9_]{0,199}$/,
              'must be the name of an environment variable, never the token itself',
            )
            .describe(
              'Name of the environment variable that holds the token or "user:password"; never the token itself.',
            ),
        }),
      )
      .max(5)
      .default([])
      .describe("The platform's own API, asked for versions of platform and extensions. Only read."),
    feeds: z
      .strictObject({
        orders: path.optional().describe('Export of orders (CSV or JSONL).'),
        shipments: path.optional().describe('Export of shipments (CSV or JSONL).'),
        events: path.optional().describe('Stream of shop events (JSONL).'),
        customers: path.optional().describe('Export of customers (CSV or JSONL).'),
        mapping: path.optional().describe('YAML that maps columns of the exports to our field names.'),
      })
      .default({}),
    payment: z
      .strictObject({
        providers: z.array(z.string()).default([]).describe('Payment providers, e.g. stripe.'),
        integration: z
          .enum(['redirect', 'iframe', 'direct-post', 'own-form'])
          .optional()
          .describe('How card data is entered, if you know.'),
        hosts: z
          .array(z.string())
          .default([])
          .describe('Host names that take part in payment and that an ASV must scan.'),
      })
      .default({ providers: [], hosts: [] }),
    screening: z
      .strictObject({
        services: z.array(z.string()).default([]).describe('External fraud services in use, e.g. minfraud.'),
        dailyBudget: z
          .int()
          .min(0)
          .default(1000)
          .describe('Most that Shopwarden may spend a day (UTC) on asking them, in hundredths of the currency.'),
      })
      .default({ services: [], dailyBudget: 1000 }),
    documents: z.array(documentSchema).default([]).describe('Reports and attestations by others.'),
    backups: z.array(backupSchema).default([]),
    notApplicable: z
      .partialRecord(z.enum(AREAS), z.string().min(10))
      .default({})
      .describe('Questions that do not apply, each with the reason, e.g. code: "No code of our own, hosted shop".'),
    questions: z.array(path).default([]).describe('YAML files with further questions of your own.'),
  })
  .describe('A shop, as Shopwarden audits it.')

export type Shop = z.infer<typeof shopSchema>
export type ShopDocument = z.infer<typeof documentSchema>
