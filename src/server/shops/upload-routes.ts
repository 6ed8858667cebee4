import { createHash } from 'node:crypto'
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { newId } from '../secrets.ts'
import { shopDir } from './records.ts'
import { uploadPath } from './uploads.ts'

const tag = 'Uploads'
const uploadSchema = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  uploadedAt: z.string(),
})

/** Bytes on their way to disk, counted and hashed; too many end it. */
async function* measured(source: Readable, most: number, seen: { bytes: number; hash: ReturnType<typeof createHash> }) {
  for await (const piece of source as AsyncIterable<Buffer>) {
    seen.bytes += piece.length
    if (seen.bytes > most)
      throw new ShopwardenError('SW_SERVER_TOO_LARGE', `A file may have ${Math.floor(most / 1e6)} MB`, {
        fix: 'Upload less, or raise uploadMegabytes in the configuration.',
      })
    seen.hash.update(piece)
    yield piece
  }
}

/** Name as people see it: no path, no control characters. It never becomes part of a path here. */
const fileName = z
  .string()
  .min(1)
  .max(255)
  .refine((name) => !/[\p{Cc}/\\]/u.test(name), 'must be a plain file name')

/** Files of a shop: documents, exports, dumps. They are stored under an id, whatever their name says. */
export function uploadRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store
  const most = house.config.uploadMegabytes * 1e6
  return [
    serverRoute({
      method: 'PUT',
      path: '/shops/:shop/uploads',
      summary: 'Upload a file (the raw body, application/octet-stream)',
      tag,
      access: 'decide',
      query: z.object({
        name: fileName,
        type: z
          .string()
          .max(100)
          .regex(/^[\w.+-]+\/[\w.+-]+$/)
          .default('application/octet-stream'),
      }),
      answer: uploadSchema,
      status: 201,
      async handle({ query, caller, shop, raw }) {
        const body = raw.body as Readable | undefined
        if (body === undefined || typeof body.pipe !== 'function')
          throw new ShopwardenError('SW_SERVER_MEDIA', 'The body must be the file itself', {
            fix: 'Send it as application/octet-stream.',
          })
        const id = newId('upload')
        const path = join(shopDir(house.workspace, shop.id), 'uploads', id)
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        const part = `${path}.part`
        const seen = { bytes: 0, hash: createHash('sha256') }
        try {
          await pipeline(measured(body, most, seen), createWriteStream(part, { mode: 0o600, flags: 'wx' }))
        } catch (error) {
          rmSync(part, { force: true })
          throw error
        }
        renameSync(part, path)
        const row = {
          id,
          shop: shop.id,
          name: query.name,
          media_type: query.type,
          bytes: seen.bytes,
          sha256: seen.hash.digest('hex'),
          created_by: caller.actor.id,
          created_at: house.now().toISOString(),
        }
        await db.insertInto('upload').values(row).execute()
        await recordAction(house, caller.client, caller.actor, 'uploads.add', id, { shop: shop.id })
        return {
          id,
          name: row.name,
          mediaType: row.media_type,
          bytes: row.bytes,
          sha256: row.sha256,
          uploadedAt: row.created_at,
        }
      },
    }),
    serverRoute({
      method: 'GET',
      path: '/shops/:shop/uploads',
      summary: 'Uploaded files, newest first',
      tag,
      access: 'read',
      answer: z.object({ items: z.array(uploadSchema) }),
      async handle({ shop }) {
        const rows = await db
          .selectFrom('upload')
          .selectAll()
          .where('shop', '=', shop.id)
          .orderBy('created_at', 'desc')
          .limit(500)
          .execute()
        return {
          items: rows.map((row) => ({
            id: row.id,
            name: row.name,
            mediaType: row.media_type,
            bytes: row.bytes,
            sha256: row.sha256,
            uploadedAt: row.created_at,
          })),
        }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/shops/:shop/uploads/:upload',
      summary: 'Delete an uploaded file',
      tag,
      access: 'configure',
      params: z.object({ upload: z.string().max(100) }),
      answer: done,
      async handle({ params, caller, shop }) {
        const gone = await db
          .deleteFrom('upload')
          .where('id', '=', params.upload)
          .where('shop', '=', shop.id)
          .executeTakeFirst()
        if (Number(gone.numDeletedRows) === 0)
          throw new ShopwardenError('SW_SERVER_UPLOAD', 'There is no such uploaded file')
        rmSync(uploadPath(shopDir(house.workspace, shop.id), params.upload), { force: true })
        await recordAction(house, caller.client, caller.actor, 'uploads.delete', params.upload)
        return { ok: true }
      },
    }),
  ]
}
