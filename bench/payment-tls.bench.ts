// TLS verdicts beside Debian's testssl.sh on nginx configurations: node bench/payment-tls.bench.ts  (needs nginx, openssl, testssl)
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificatesIn, startAuthority } from '../test/helpers/certificates.ts'
import { hstsWords, lookAtTls } from '../src/areas/payment/tls.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-tls-bench-'))
const at = (name: string) => join(dir, name)
const { openssl, selfSigned, request, ocsp } = certificatesIn(dir)

/** A CA of our own, certificates of it, and OCSP answers of it: good for `leaf`, revoked for `gone`. */
function makeCertificates(): void {
  startAuthority(dir)
  selfSigned('ca', ['rsa:2048'], '-subj', '/CN=Bench CA')
  const make = (name: string, key: string[], ...extra: string[]) => {
    request(name, key, '-addext', 'subjectAltName=DNS:localhost', ...extra)
    openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', '-in', `${name}.csr`, '-out', `${name}.crt`, '-days', '20')
  }
  make('leaf', ['rsa:2048'])
  make('gone', ['rsa:2048'])
  make('ec', ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'])
  make('must', ['rsa:2048'], '-addext', 'tlsfeature=status_request')
  openssl('ca', '-config', 'ca.cnf', '-revoke', 'gone.crt')
  for (const name of ['leaf', 'gone']) ocsp(name, { certificate: name, issuer: 'ca', index: 'index.txt' })
}

interface Configuration {
  name: string
  protocols: string
  ciphers: string
  certificate?: string
  more?: string
}
const aead = 'ECDHE+AESGCM:ECDHE+CHACHA20'
const year = 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'
const configurations: Configuration[] = [
  { name: 'modern', protocols: 'TLSv1.3', ciphers: aead, more: year },
  {
    name: 'intermediate, stapled',
    protocols: 'TLSv1.2 TLSv1.3',
    ciphers: aead,
    more: `${year} ssl_stapling on; ssl_stapling_file leaf.ocsp;`,
  },
  {
    name: 'revoked staple, HSTS of a day',
    protocols: 'TLSv1.2 TLSv1.3',
    ciphers: aead,
    certificate: 'gone',
    more: 'add_header Strict-Transport-Security "max-age=86400" always; ssl_stapling on; ssl_stapling_file gone.ocsp;',
  },
  { name: 'must-staple without', protocols: 'TLSv1.2 TLSv1.3', ciphers: aead, certificate: 'must', more: year },
  {
    name: 'HSTS of 0',
    protocols: 'TLSv1.2',
    ciphers: aead,
    more: 'add_header Strict-Transport-Security "max-age=0" always;',
  },
  { name: 'ECDSA', protocols: 'TLSv1.2 TLSv1.3', ciphers: 'ECDHE+ECDSA+AESGCM', certificate: 'ec' },
  { name: 'CBC only', protocols: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA:AES128-SHA' },
  { name: 'static RSA', protocols: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256:AES256-GCM-SHA384' },
  { name: 'everything', protocols: 'TLSv1 TLSv1.1 TLSv1.2 TLSv1.3', ciphers: 'ALL:@SECLEVEL=0' },
  { name: 'TLS 1.0 only', protocols: 'TLSv1', ciphers: 'AES128-SHA:AES256-SHA:@SECLEVEL=0' },
  { name: 'TLS 1.1 and 1.2', protocols: 'TLSv1.1 TLSv1.2', ciphers: 'HIGH:!aNULL:@SECLEVEL=0' },
  { name: 'anonymous', protocols: 'TLSv1.2', ciphers: 'ADH:AECDH:@SECLEVEL=0' },
  { name: 'without encryption', protocols: 'TLSv1 TLSv1.1 TLSv1.2', ciphers: 'NULL:@SECLEVEL=0' },
  { name: 'DHE', protocols: 'TLSv1.2', ciphers: 'DHE+AESGCM', more: `ssl_dhparam ${at('dh.pem')};` },
]

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

interface Verdicts {
  protocols: string
  weak: string
  aead: string
  staple: string
  hsts: string
}

function theirs(port: number): Verdicts {
  const file = at(`testssl-${port}.json`)
  spawnSync(
    'testssl',
    [
      '--quiet',
      '--color',
      '0',
      '--warnings',
      'off',
      '--ip',
      '127.0.0.1',
      '-p',
      '-s',
      '-S',
      '-h',
      '--jsonfile',
      file,
      `localhost:${port}`,
    ],
    { cwd: dir, timeout: 300_000 },
  )
  const rows = JSON.parse(readFileSync(file, 'utf8')) as { id: string; finding: string }[]
  const finding = (id: string) => rows.find((row) => row.id.split(' ')[0] === id)?.finding ?? ''
  const offered = (id: string) => /^(?:is )?offered/.test(finding(id))
  const names = { SSLv3: 'SSL 3.0', TLS1: 'TLS 1.0', TLS1_1: 'TLS 1.1', TLS1_2: 'TLS 1.2', TLS1_3: 'TLS 1.3' }
  const classes = { cipherlist_NULL: 'null', cipherlist_aNULL: 'anonymous', cipherlist_EXPORT: 'export' }
  const of = (table: Record<string, string>) =>
    Object.entries(table)
      .flatMap(([id, name]) => (offered(id) ? [name] : []))
      .join(', ')
  const days = /(\d+) days/.exec(finding('HSTS_time'))?.[1]
  return {
    protocols: of(names),
    weak: of(classes),
    aead: String(rows.some((row) => row.id.startsWith('cipherlist_STRONG') && row.finding.startsWith('offered'))),
    // Where no certificate is shown it says nothing.
    staple: finding('OCSP_stapling').startsWith('offered') ? 'yes' : 'no',
    hsts: days === undefined ? 'no' : Number(days) >= 180 ? 'yes' : 'short',
  }
}

async function ours(port: number): Promise<Verdicts & { broken: string }> {
  const facts = await lookAtTls('localhost', port, new AbortController().signal)
  if ('failed' in facts) return { protocols: facts.failed, weak: '', aead: '', staple: '', hsts: '', broken: '' }
  const words = hstsWords(facts.hsts)
  return {
    protocols: facts.offered.join(', '),
    weak: facts.classes.filter((name) => ['null', 'anonymous', 'export'].includes(name)).join(', '),
    aead: String(facts.classes.some((name) => name.startsWith('aead'))),
    staple: facts.staple === 'none' || facts.staple === undefined ? 'no' : 'yes',
    hsts: words.startsWith('yes') ? 'yes' : words.startsWith('too short') ? 'short' : 'no',
    broken: `${facts.staple}${facts.certificate?.mustStaple ? ', must-staple' : ''}`,
  }
}

makeCertificates()
openssl('dhparam', '-dsaparam', '-out', 'dh.pem', '2048')
mkdirSync(at('logs'))
const ports = await Promise.all(configurations.map(() => freePort()))
writeFileSync(
  at('nginx.conf'),
  `daemon off; pid ${at('pid')}; error_log ${at('logs/error')}; events {} http { access_log off; client_body_temp_path ${at('t1')}; proxy_temp_path ${at('t2')}; fastcgi_temp_path ${at('t3')}; uwsgi_temp_path ${at('t4')}; scgi_temp_path ${at('t5')}; ${configurations
    .map(
      ({ protocols, ciphers, certificate = 'leaf', more = '' }, index) =>
        `server { listen 127.0.0.1:${ports[index]} ssl; server_name localhost; ssl_certificate ${at(`${certificate}.crt`)}; ssl_certificate_key ${at(`${certificate}.key`)}; ssl_protocols ${protocols}; ssl_ciphers "${ciphers}"; ${more.replace(/stapling_file (\w)/, `stapling_file ${dir}/$1`)} location / { return 200 "ok"; } }`,
    )
    .join('\n')} }`,
)
const nginx = spawn('nginx', ['-c', at('nginx.conf'), '-p', dir], { stdio: 'inherit' })
await new Promise((resolve) => setTimeout(resolve, 1000))
const seconds = { ours: 0, theirs: 0 }
let equal = 0
try {
  for (const [index, { name }] of configurations.entries()) {
    let started = performance.now()
    const { broken, ...mine } = await ours(ports[index]!)
    seconds.ours += (performance.now() - started) / 1000
    started = performance.now()
    const their = theirs(ports[index]!)
    seconds.theirs += (performance.now() - started) / 1000
    const differs = (Object.keys(mine) as (keyof Verdicts)[]).filter((key) => mine[key] !== their[key])
    if (differs.length === 0) equal++
    console.log(
      `${name}: ${differs.length === 0 ? 'equal' : differs.map((key) => `${key}: ours "${mine[key]}", testssl "${their[key]}"`).join('; ')} (${mine.protocols}; ${mine.weak || 'no weak class'}; staple ${broken}; HSTS ${mine.hsts})`,
    )
  }
} finally {
  nginx.kill()
}
console.log(
  `equal on ${equal} of ${configurations.length}; ${seconds.ours.toFixed(1)} s against ${seconds.theirs.toFixed(0)} s (${((seconds.ours / seconds.theirs) * 100).toFixed(1)}%)`,
)
