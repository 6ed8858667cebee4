import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import { ShopwardenError } from '../../../core/errors.ts'
import { readFileUpTo } from '../../../net/files.ts'
import { readTar, type TarEntry } from './tar.ts'

const most = { imageBytes: 2_000_000_000, layerBytes: 2_000_000_000, keptBytes: 400_000_000 }

/** What the probes read of a system; everything else of an image is passed over. */
const wanted =
  /^(?:etc\/os-release|usr\/lib\/os-release|etc\/apt\/.*|var\/lib\/dpkg\/status(?:\.d\/.*)?|var\/lib\/apt\/lists\/.*|var\/log\/dpkg\.log.*|usr\/share\/doc\/[^/]+\/changelog(?:\.Debian)?\.gz|(?:usr\/)?lib\/apk\/db\/installed|var\/cache\/apk\/APKINDEX.*|(?:var\/lib|usr\/lib\/sysimage)\/rpm\/rpmdb\.sqlite(?:-wal)?|var\/cache\/(?:dnf|libdnf5|yum)\/.*updateinfo.*|etc\/dnf\/automatic\.conf|(?:etc\/systemd\/system\/timers\.target\.wants|usr\/lib\/systemd\/system)\/dnf[\w-]*\.timer|(?:usr\/local|opt\/[^/]+)\/s?bin\/(?:php|node|nginx|httpd|redis-server))$/

const damaged = (where: string, cause?: unknown) =>
  new ShopwardenError('SW_PATCHES_IMAGE', 'The container image cannot be read', {
    where,
    fix: 'Give the archive that "docker save", "podman save" or "skopeo copy … oci-archive:" writes.',
    cause,
  })

const manifestSchema = z.array(z.object({ Layers: z.array(z.string()) })).min(1)
const indexSchema = z.object({ manifests: z.array(z.object({ digest: z.string() })).min(1) })
const ociSchema = z.object({ layers: z.array(z.object({ digest: z.string() })) })

function unpacked(layer: Buffer): Buffer {
  if (layer[0] === 0x1f && layer[1] === 0x8b) return gunzipSync(layer, { maxOutputLength: most.layerBytes })
  if (layer.readUInt32LE(0) === 0xfd2fb528) return zstdDecompressSync(layer, { maxOutputLength: most.layerBytes })
  return layer
}

/** Layers from the lowest up, of a `docker save` archive or an OCI archive. */
function layersOf(members: ReadonlyMap<string, Buffer>, where: string): Buffer[] {
  const json = <T>(name: string, shape: z.ZodType<T>) => shape.parse(JSON.parse(members.get(name)!.toString('utf8')))
  const blob = (digest: string) => `blobs/${digest.replace(':', '/')}`
  const names = members.has('manifest.json')
    ? json('manifest.json', manifestSchema)[0]!.Layers
    : json(blob(json('index.json', indexSchema).manifests[0]!.digest), ociSchema).layers.map(({ digest }) =>
        blob(digest),
      )
  return names.map((name) => {
    const layer = members.get(name)
    if (layer === undefined) throw damaged(`${where}: layer ${name} is missing`)
    return layer
  })
}

/** Applies a layer: its files replace those below, `.wh.name` removes one, `.wh..wh..opq` all of a folder (OCI image layer). */
function apply(files: Map<string, TarEntry>, layer: Buffer): void {
  for (const entry of readTar(unpacked(layer))) {
    const slash = entry.path.lastIndexOf('/') + 1
    const [folder, name] = [entry.path.slice(0, slash), entry.path.slice(slash)]
    if (name.startsWith('.wh.')) {
      const gone = name === '.wh..wh..opq' ? folder : folder + name.slice(4)
      for (const path of files.keys())
        if (path === gone || path.startsWith(gone.endsWith('/') ? gone : `${gone}/`)) files.delete(path)
    } else if ((entry.kind === 'file' || entry.kind === 'symlink') && wanted.test(entry.path))
      files.set(entry.path, entry)
  }
}

/** Lays files out in a folder of their own. Links are followed only among them, so nothing of this machine is read. */
function layOut(files: ReadonlyMap<string, TarEntry>, where: string): { root: string; remove(): void } {
  if (files.size === 0) throw damaged(`${where}: it holds no system that is known`)
  const root = mkdtempSync(join(tmpdir(), 'shopwarden-root-'))
  let size = 0
  for (const [name, entry] of files) {
    const target = entry.kind === 'symlink' ? join('/', dirname(name), entry.target).slice(1) : name
    const source = entry.target.startsWith('/') ? entry.target.slice(1) : target
    const file = entry.kind === 'symlink' ? files.get(source) : entry
    size += file?.content.length ?? 0
    if (file?.kind !== 'file' || size > most.keptBytes) continue
    mkdirSync(join(root, dirname(name)), { recursive: true })
    writeFileSync(join(root, name), file.content)
    // The age of a list of updates is told by its file.
    utimesSync(join(root, name), file.modified, file.modified)
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** Unpacks what the probes need of a tar archive of a system. @throws SW_PATCHES_IMAGE */
export function unpackRoot(archive: Buffer, where: string): { root: string; remove(): void } {
  const files = new Map<string, TarEntry>()
  apply(files, archive)
  return layOut(files, where)
}

/**
 * Unpacks what the probes need of a container image into a folder of its own, and gives the folder with a way to remove it.
 * @throws SW_PATCHES_IMAGE
 */
export function unpackImage(path: string): { root: string; remove(): void } {
  const archive = readFileUpTo(path, most.imageBytes + 1)
  if (archive === undefined || archive.length > most.imageBytes) throw damaged(path)
  const files = new Map<string, TarEntry>()
  try {
    const members = new Map(
      [...readTar(archive)].filter(({ kind }) => kind === 'file').map((item) => [item.path, item.content]),
    )
    // A plain tar of a root (docker export) has no layers: it is one.
    const layered = members.has('manifest.json') || members.has('index.json')
    for (const layer of layered ? layersOf(members, path) : [archive]) apply(files, layer)
  } catch (cause) {
    throw cause instanceof ShopwardenError ? cause : damaged(path, cause)
  }
  return layOut(files, path)
}
