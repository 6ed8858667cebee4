import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { honestSite, render, type Site } from './page.ts'

/** Serves one form of the page for every host; which one is switched between visits. */
export interface PageServer {
  /** Address of the checkout for a browser with the switches below. */
  url: string
  /** Switches that lead every name to this server. */
  switches: string[]
  show(change?: (site: Site) => void, page?: () => Site): void
  close(): void
}

export async function startPages(): Promise<PageServer> {
  let site = honestSite()
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const path = (request.url ?? '/').replace(/\?.*$/, '')
    if (host === 'shop.test' && path === '/checkout') {
      response.writeHead(200, { ...site.headers, 'content-type': 'text/html; charset=utf-8' }).end(render(site))
      return
    }
    const file = site.files[`${host}${path}`]
    if (file) response.writeHead(200, { 'content-type': file.type, 'access-control-allow-origin': '*' }).end(file.body)
    else response.writeHead(path.endsWith('.png') ? 404 : 204, { 'access-control-allow-origin': '*' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: 'http://shop.test/checkout',
    switches: [
      `--host-resolver-rules=MAP *.test 127.0.0.1:${port}`,
      '--unsafely-treat-insecure-origin-as-secure=http://shop.test',
    ],
    show: (change, page = honestSite) => {
      site = page()
      change?.(site)
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
