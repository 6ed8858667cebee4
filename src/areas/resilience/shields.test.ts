import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../core/http.ts'
import { fromCache, shieldOf } from './shields.ts'

const response = (headers: Record<string, string>): HttpResponse => ({
  url: '',
  status: 200,
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
  body: Buffer.alloc(0),
  truncated: false,
  elapsedMs: 1,
})

describe('what answers for the shop', () => {
  it.each([
    [{ 'cf-ray': '8a-WAW' }, 'Cloudflare'],
    [{ 'x-served-by': 'cache-fra-1' }, 'Fastly'],
    [{ 'x-served-by': 'web1' }, undefined],
    [{ server: 'nginx' }, undefined],
  ])('%j is %s', (headers, expected) => expect(shieldOf(response(headers))).toBe(expected))

  it.each([
    [{ age: '12' }, true],
    [{ age: '0' }, false],
    [{ 'x-cache': 'HIT' }, true],
    [{ 'x-cache': 'MISS' }, false],
    [{ 'cache-status': 'edge; hit' }, true],
    [{}, false],
  ])('%j came from a cache: %s', (headers, expected) => expect(fromCache(response(headers))).toBe(expected))
})
