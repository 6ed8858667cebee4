// Shops on addresses that are not ours to touch, names that change where they lead, machines that drop every SYN: by the real command,
// the system's own resolver and the kernel's own silence, in networks that the test makes and that lead nowhere.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { hasNamespaces, type Namespace, openNamespace } from '../../../../test/helpers/namespace.ts'
import { shopwarden } from '../../../../test/helpers/shopwarden.ts'
import { ownershipToken } from '../../../net/ownership.ts'
import { testRecordSchema } from '../rehearse/record.ts'

const cwd = mkdtempSync(join(tmpdir(), 'resilience-namespaces-'))
const closers: (() => void)[] = [() => rmSync(cwd, { recursive: true, force: true })]
afterAll(() => {
  for (const close of closers.toReversed()) close()
})

/** Nothing here is timed: a machine that is busy only takes longer. Each has networks of its own, and most of its time waits. */
const patient = { timeout: 240_000, concurrent: true }

const folder = () => mkdtempSync(join(cwd, 'run-'))

async function network(setUp: string): Promise<Namespace> {
  const opened = await openNamespace(setUp)
  closers.push(() => opened.close())
  return opened
}

/** One of the fixtures inside a network, with everything it said; ready once it listens. */
async function start(inside: readonly string[], fixture: string, args: readonly string[]) {
  const [program, ...words] = [...inside, process.execPath, join(import.meta.dirname, '../fixtures', fixture), ...args]
  const child: ChildProcess = spawn(program!, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  closers.push(() => child.kill('SIGKILL'))
  const said: string[] = []
  createInterface(child.stdout!).on('line', (line) => said.push(line))
  for (let looks = 0; looks < 300 && !said.some((line) => line.startsWith('listens')); looks++) await wait(50)
  expect(said[0]).toMatch(/^listens/)
  return { said, change: () => child.stdin!.write('\n') }
}

const connections = (said: readonly string[]) => said.filter((line) => line.startsWith('connection'))
const rehearsal = [
  '--scenario',
  'slow-headers',
  '--connections',
  '40',
  '--seconds',
  '4',
  '--format',
  'json',
  '--page-seconds',
  '30',
]
const run = (inside: Namespace, verb: string, url: string, args: readonly string[], state = folder()) =>
  shopwarden(['resilience', verb, url, ...args, '--state', state], cwd, { before: inside.before })

// 192.0.43.10 is a public address (IANA's): in a network of our own it is ours.
const publicAddress = '192.0.43.10'

describe.skipIf(!hasNamespaces)('a shop of someone else', patient, () => {
  it('is refused and sees one request for the proof, also with the proof for another installation', async () => {
    const inside = await network(`ip addr add ${publicAddress}/32 dev lo`)
    const foreign = ownershipToken(folder(), publicAddress, new Date())
    const shop = await start(inside.before, 'hostile-server.ts', [publicAddress, '8080', foreign])
    const { status, stderr } = await run(inside, 'test', `http://${publicAddress}:8080/`, rehearsal)
    expect(stderr).toContain('SW_RESILIENCE_NOT_AUTHORISED: 192.0.43.10 has not proven that its owner agrees')
    expect(status).toBe(2)
    expect(shop.said.filter((line) => line.startsWith('GET'))).toEqual([
      `GET /.well-known/shopwarden.txt ${publicAddress}`,
    ])
    // Nor does calling it a laboratory help.
    const lab = await run(inside, 'test', `http://${publicAddress}:8080/`, [...rehearsal, '--lab'])
    expect(lab.stderr).toContain('This is a public address, no laboratory')
  })

  it('is rehearsed on once it shows the line, with the rules of its provider and within the caps for public addresses', async () => {
    const inside = await network(`ip addr add ${publicAddress}/32 dev lo`)
    const state = folder()
    const shop = await start(inside.before, 'hostile-server.ts', [
      publicAddress,
      '8080',
      ownershipToken(state, publicAddress, new Date()),
    ])
    const url = `http://${publicAddress}:8080/`
    const tooMuch = await run(inside, 'test', url, [...rehearsal, '--requests-per-second', '5001'], state)
    expect(tooMuch.stderr).toContain('SW_RESILIENCE_CAP')
    expect(connections(shop.said)).toEqual([])
    const { stdout, stderr } = await run(inside, 'test', url, rehearsal, state)
    expect(stderr).toContain('Before a rehearsal on a public address ask your provider')
    expect(testRecordSchema.parse(JSON.parse(stdout))).toMatchObject({
      address: publicAddress,
      authorisation: expect.stringContaining('token file'),
      scenarios: [{ scenario: 'slow-headers', figures: { connectionsOpened: 40 } }],
    })
  })
})

describe.skipIf(!hasNamespaces)('a name that leads elsewhere from the second question on (TTL 0)', patient, () => {
  /** shop.test leads to the first address once, then to the later one; a shop listens on both. */
  async function rebinding(first: string, later: string, token = '') {
    const conf = join(folder(), 'resolv.conf')
    writeFileSync(conf, 'nameserver 127.0.0.53\n')
    const inside = await network(
      `for a in ${first} ${later}; do case $a in 127.*) ;; *) ip addr add $a/32 dev lo;; esac; done; mount --bind ${conf} /etc/resolv.conf`,
    )
    const dns = await start(inside.before, 'rebinding-dns.ts', ['127.0.0.53', 'shop.test', first, later])
    const shop = await start(inside.before, 'hostile-server.ts', [first, '8080', token])
    const other = await start(inside.before, 'hostile-server.ts', [later, '8080', token])
    return { inside, dns, shop, other }
  }

  it('the rehearsal ends, says so, and never connects there', async () => {
    const { inside, shop, other } = await rebinding('127.0.0.1', '127.0.0.9')
    const { status, stdout } = await run(inside, 'test', 'http://shop.test:8080/', [...rehearsal, '--lab'])
    const record = testRecordSchema.parse(JSON.parse(stdout))
    expect(record.notes.join()).toContain('shop.test now leads to 127.0.0.9 instead of 127.0.0.1')
    expect(record.complete).toBe(false)
    expect(status).toBe(3)
    expect(connections(shop.said).length).toBeGreaterThan(0)
    expect(connections(other.said)).toEqual([])
  })

  it('a public shop that turns into loopback cannot make us attack ourselves, nor lend its proof', async () => {
    const state = folder()
    const token = ownershipToken(state, 'shop.test', new Date())
    const { inside, shop, other } = await rebinding(publicAddress, '127.0.0.1', token)
    const { stdout } = await run(
      inside,
      'test',
      'http://shop.test:8080/',
      [...rehearsal, '--user-address', '127.0.0.1'],
      state,
    )
    expect(testRecordSchema.parse(JSON.parse(stdout)).notes.join()).toContain('now leads to 127.0.0.1')
    expect(shop.said).toContain(`GET /.well-known/shopwarden.txt ${publicAddress}`)
    expect(connections(other.said)).toEqual([])
  })

  it('the probe stays with the first address', async () => {
    const { inside, dns, other } = await rebinding('127.0.0.1', '127.0.0.9')
    const { stdout } = await run(inside, 'probe', 'http://shop.test:8080/', ['--wait', '1', '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ origin: 'http://shop.test:8080', addresses: ['127.0.0.1'] })
    expect(dns.said.filter((line) => line === 'shop.test 1').length).toBeGreaterThan(1)
    expect(connections(other.said)).toEqual([])
  })
})

describe.skipIf(!hasNamespaces)('a machine that drops SYNs', patient, () => {
  // Two networks with one wire between them: we are 10.77.0.1, the user is 10.77.0.2, the shop is 10.77.0.9.
  const wire = `unshare -n sleep 300 & other=$!
while [ "$(readlink /proc/$other/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do sleep 0.02; done
ip link add here type veth peer name there netns $other
ip addr add 10.77.0.1/24 dev here; ip addr add 10.77.0.2/24 dev here; ip link set here up
nsenter -t $other -n sh -ec 'ip link set lo up; ip addr add 10.77.0.9/24 dev there; ip link set there up'`
  /** From now on the shop's machine says nothing more to this address. */
  const silent = (inside: Namespace, pid: string) =>
    inside.sh(`nsenter -t ${pid} -n ip route add blackhole 10.77.0.1/32`)

  async function across() {
    const file = join(folder(), 'pid')
    const inside = await network(`${wire}\necho $other > ${file}`)
    const pid = readFileSync(file, 'utf8').trim()
    const shop = await start([...inside.before, 'nsenter', '-t', pid, '-n'], 'hostile-server.ts', ['10.77.0.9', '8080'])
    return { inside, pid, shop }
  }
  const url = 'http://10.77.0.9:8080/'

  it('from the start: both commands refuse', async () => {
    const { inside, pid } = await across()
    silent(inside, pid)
    const both = [
      run(inside, 'probe', url, []),
      run(inside, 'test', url, [...rehearsal, '--lab', '--user-address', '10.77.0.2']),
    ]
    for (const { status, stderr } of await Promise.all(both)) {
      expect(stderr).toMatch(/SW_RESILIENCE_TARGET: The shop (?:sent no whole page within 8 s|cannot be reached)/)
      expect(status).toBe(2)
    }
  })

  it('in the middle, for the attack alone: no verdict on an attack that never was', async () => {
    const { inside, pid, shop } = await across()
    const running = run(inside, 'test', url, [...rehearsal, '--lab', '--user-address', '10.77.0.2'])
    // The user shops already, the attack has not begun: four quiet seconds come first.
    for (let looks = 0; looks < 600 && !shop.said.some((line) => line.endsWith(' 10.77.0.2')); looks++) await wait(50)
    silent(inside, pid)
    const { stdout, status } = await running
    expect(testRecordSchema.parse(JSON.parse(stdout)).scenarios[0]).toMatchObject({
      verdict: 'not tested',
      because: expect.stringMatching(/of 40 tried 0 were refused and 40 got no answer/),
      figures: { legitimateSuccess: 1 },
    })
    expect(status).toBe(3)
  })
})
