import { expect, it } from 'vitest'
import { scanTexts } from '../scan/texts.ts'

const handler = {
  path: 'api/docs/send.js',
  text: "import fs from 'fs'; export default (request, response) => { response.send(fs.readFileSync('docs/' + request.params.name)) }",
}
const beside = (test: string) => ({
  path: 'api/docs/[context]checkName[auth].js',
  text: `export default (request, response, next) => { if (${test}) response.status(400).end(); else next(); }`,
})
const found = (texts: { path: string; text: string }[]) =>
  scanTexts(texts)
    .filter(({ confidence }) => confidence !== 'low')
    .map(({ rule }) => rule)

it('believes a middleware beside the handler that checks the same part of the request', () => {
  expect(found([handler])).toContain('code/path-traversal')
  expect(found([handler, beside('!validName(request.query.name)')])).toContain('code/path-traversal')
  expect(found([handler, beside('!validName(request.params.name)')])).not.toContain('code/path-traversal')
})
