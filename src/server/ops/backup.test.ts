import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clientOf, firstOwner, goodPassword, someShop, startTestServer } from '../../../test/helpers/server.ts'
import { backUp, restore, verifyBackup } from './backup.ts'

it('a backup made while people work restores to what they had, and damage is noticed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-backup-'))
  const workspace = join(dir, 'work')
  const server = await startTestServer({ dir: workspace, settings: { jobs: 0 } })
  const owner = await firstOwner(server)
  const shop = await someShop(owner, 'Kept')
  await owner.call('PUT', `/shops/${shop}/uploads?name=a.txt`, 'content', {
    'content-type': 'application/octet-stream',
  })

  const enough = new AbortController()
  const busy = (async () => {
    for (let n = 0; !enough.signal.aborted; n++) await owner.post('/shops', { description: { name: `Later ${n}` } })
  })()
  const report = await backUp(workspace, join(dir, 'backup'), new Date())
  enough.abort()
  await busy
  expect(report.ledgers).toBeGreaterThan(0)
  await expect(backUp(workspace, join(dir, 'backup'), new Date())).rejects.toMatchObject({ code: 'SW_BACKUP_EXISTS' })
  await server.stop()

  const { setAside } = await restore(join(dir, 'backup'), workspace, new Date())
  expect(readdirSync(dir)).toContain(setAside?.split('/').at(-1))
  const again = await startTestServer({ dir: workspace, settings: { jobs: 0 } })
  const boss = clientOf(again)
  expect((await boss.post('/sign-in', { email: 'olga@acme.example', password: goodPassword })).status).toBe(200)
  expect((await boss.get('/shops')).body.items.map((each: { name: string }) => each.name)).toContain('Kept')
  expect((await boss.get(`/shops/${shop}/uploads`)).body.items).toHaveLength(1)
  await again.stop()

  const key = join(dir, 'backup', 'keys', 'secrets.key')
  writeFileSync(key, 'changed')
  await expect(verifyBackup(join(dir, 'backup'))).rejects.toMatchObject({ code: 'SW_BACKUP_BROKEN', where: key })
  await expect(restore(join(dir, 'backup'), workspace, new Date())).rejects.toMatchObject({ code: 'SW_BACKUP_BROKEN' })
})
