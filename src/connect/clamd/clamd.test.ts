import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { clamdScan, clamdVersion } from './clamd.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-clamd-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Speaks what clamd(8) describes; finds one word. */
function clamd(limit = 1_000_000) {
  const server = createServer((socket) => {
    let data = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      data = Buffer.concat([data, chunk])
      const end = data.indexOf(0)
      const command = end < 0 ? '' : data.toString('latin1', 0, end)
      if (command === 'zVERSION') socket.end('ClamAV 1.4.3/27812/Mon Nov 23 08:24:01 2026\0')
      if (command !== 'zINSTREAM') return
      let at = end + 1
      const parts: Buffer[] = []
      while (at + 4 <= data.length) {
        const size = data.readUInt32BE(at)
        if (size === 0) {
          const found = Buffer.concat(parts).includes('INERT-TEST-WORD')
          socket.end(found ? 'stream: Test.Word FOUND\0' : 'stream: OK\0')
          return
        }
        if (at + 4 + size > data.length) return
        parts.push(data.subarray(at + 4, at + 4 + size))
        at += 4 + size
        if (at > limit) {
          socket.end('INSTREAM size limit exceeded. ERROR\0')
          return
        }
      }
    })
    socket.on('error', () => undefined)
  })
  return new Promise<{ address: string; close: () => void }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ address: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, close: () => server.close() })
    })
  })
}

describe('clamd', () => {
  it('tells its signatures, what is clean and what is not', async () => {
    const { address, close } = await clamd()
    expect(await clamdVersion(address)).toEqual({
      engine: 'ClamAV 1.4.3',
      signatures: 27_812,
      signaturesAt: new Date('2026-11-23T08:24:01Z'),
    })
    writeFileSync(join(dir, 'good'), Buffer.alloc(300_000, 65))
    writeFileSync(join(dir, 'bad'), `${'x'.repeat(70_000)} INERT-TEST-WORD`)
    expect(await clamdScan(address, join(dir, 'good'))).toEqual({ clean: true })
    expect(await clamdScan(address, join(dir, 'bad'))).toEqual({ clean: false, virus: 'Test.Word' })
    close()
  })

  it('says what went wrong', async () => {
    const { address, close } = await clamd(100_000)
    await expect(clamdScan(address, join(dir, 'good'))).rejects.toMatchObject({ code: 'SW_CLAMD' })
    await expect(clamdScan(address, join(dir, 'missing'))).rejects.toMatchObject({ code: 'SW_CLAMD' })
    close()
    await expect(clamdVersion('127.0.0.1:1')).rejects.toMatchObject({ code: 'SW_CLAMD' })
    await expect(clamdVersion('nonsense')).rejects.toMatchObject({ code: 'SW_CLAMD' })
  })
})
