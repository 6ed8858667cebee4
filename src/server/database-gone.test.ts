import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { sql } from 'kysely'
import { describe, expect, inject, it } from 'vitest'
import { firstOwner, startTestServer } from '../../test/helpers/server.ts'
import { connectStore } from '../store/database.ts'

const postgresUrl = inject('postgresUrl')

/** A wire to PostgreSQL that can be cut and mended. */
async function wireTo(url: URL) {
  const target = { port: Number(url.port), host: url.hostname }
  const sockets = new Set<Socket>()
  let server: Server
  let port = 0
  const open = () =>
    new Promise<void>((resolve) => {
      server = createServer((socket) => {
        const other = connect(target)
        for (const end of [socket, other]) {
          sockets.add(end)
          end.on('error', () => undefined).on('close', () => sockets.delete(end))
        }
        socket.pipe(other).pipe(socket)
      }).listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  await open()
  return {
    port: () => port,
    mend: open,
    cut: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

describe.skipIf(postgresUrl === undefined)('a database that goes away', () => {
  it('is told as 503 with a code, and all is well when it is back', async () => {
    const url = new URL(postgresUrl!)
    const name = `sw_gone_${process.pid}_${Math.random().toString(36).slice(2)}`
    const admin = connectStore(postgresUrl!)
    await sql`create database ${sql.id(name)}`.execute(admin.db)
    await admin.close()
    const wire = await wireTo(url)
    url.port = String(wire.port())
    url.pathname = `/${name}`
    const server = await startTestServer({ databaseUrl: url.href, settings: { jobs: 0 } })
    const owner = await firstOwner(server)
    const ready = async () => (await fetch(new URL('/ready', server.url))).status
    expect([(await owner.get('/shops')).status, await ready()]).toEqual([200, 200])
    await wire.cut()
    const gone = await owner.get('/shops')
    expect([gone.status, gone.body.code, await ready()]).toEqual([503, 'SW_SERVER_DATABASE', 503])
    expect((await fetch(new URL('/health', server.url))).status).toBe(200)
    await wire.mend()
    await expect.poll(ready).toBe(200)
    expect((await owner.get('/shops')).status).toBe(200)
    await server.stop()
    await wire.cut()
  })
})
