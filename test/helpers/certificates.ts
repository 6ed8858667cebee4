import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Certificates made with the openssl program in one folder, as `NAME.key` and `NAME.crt`. */
export interface Certificates {
  openssl(...args: string[]): Buffer
  /** A certificate that signs itself. `key` as after `openssl req -newkey`; further words go to `openssl req`. */
  selfSigned(name: string, key?: readonly string[], ...extra: string[]): void
  /** A request for a certificate, `NAME.csr`. */
  request(name: string, key?: readonly string[], ...extra: string[]): void
  /** The answer of a responder about a certificate, `NAME.ocsp`, after the list of an issuer (format of `openssl ca`). */
  ocsp(name: string, about: { certificate: string; issuer: string; index: string }): void
}

const rsa = ['rsa:2048']

/** @throws when the openssl program is missing or refuses */
export function certificatesIn(dir: string): Certificates {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })
  const named = (name: string, key: readonly string[], subject = '/CN=localhost') =>
    `req -newkey ${key.join(' ')} -nodes -keyout ${name}.key -subj ${subject}`.split(' ')
  return {
    openssl,
    selfSigned: (name, key = rsa, ...extra) =>
      void openssl(...named(name, key), '-x509', '-days', '30', '-out', `${name}.crt`, ...extra),
    request: (name, key = rsa, ...extra) => void openssl(...named(name, key), '-out', `${name}.csr`, ...extra),
    ocsp(name, { certificate, issuer, index }) {
      openssl('ocsp', '-issuer', `${issuer}.crt`, '-cert', `${certificate}.crt`, '-reqout', `${name}.req`)
      const signer = `-rsigner ${issuer}.crt -rkey ${issuer}.key -CA ${issuer}.crt`.split(' ')
      const answer = `-reqin ${name}.req -respout ${name}.ocsp -ndays 7`.split(' ')
      openssl('ocsp', '-index', index, ...signer, ...answer)
    },
  }
}

/** Settings and empty list of a small authority for `openssl ca`. */
export function startAuthority(dir: string): void {
  const settings = {
    ca: { default_ca: 'd' },
    d: {
      dir: '.',
      database: 'index.txt',
      serial: 'serial',
      new_certs_dir: '.',
      certificate: 'ca.crt',
      private_key: 'ca.key',
      default_md: 'sha256',
      policy: 'p',
      copy_extensions: 'copy',
      unique_subject: 'no',
    },
    p: { commonName: 'supplied' },
  }
  const lines = Object.entries(settings).map(
    ([section, values]) =>
      `[${section}]\n${Object.entries(values)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n')}\n`,
  )
  writeFileSync(join(dir, 'ca.cnf'), lines.join(''))
  writeFileSync(join(dir, 'index.txt'), '')
  writeFileSync(join(dir, 'serial'), '1000\n')
}
