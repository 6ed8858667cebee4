import type { CDPSession } from 'playwright-core'

export interface TriedPolicy {
  header: string
  /** Put on every script tag of the HTML, as the shop's server would. */
  nonce?: string | undefined
}

const isPolicy = (name: string) => /^content-security-policy(?:-report-only)?$/i.test(name)

/** Gives every document of the page another policy, as if the server had sent it; the rest of the answer stays. */
export async function imposePolicy(session: CDPSession, { header, nonce }: TriedPolicy): Promise<void> {
  session.on('Fetch.requestPaused', (event) => {
    const answer = async () => {
      const { requestId, responseHeaders = [], responseStatusCode } = event
      if (responseStatusCode === undefined) return session.send('Fetch.continueRequest', { requestId })
      const headers = [
        ...responseHeaders.filter((item) => !isPolicy(item.name) && !/^content-(?:length|encoding)$/i.test(item.name)),
        { name: 'content-security-policy', value: header },
      ]
      if (responseStatusCode >= 300 && responseStatusCode < 400)
        return session.send('Fetch.continueResponse', { requestId })
      const { body, base64Encoded } = await session.send('Fetch.getResponseBody', { requestId })
      const html = Buffer.from(body, base64Encoded ? 'base64' : 'utf8')
      const text = nonce
        ? Buffer.from(
            html.toString('latin1').replace(/<script\b(?![^>]*\bnonce=)/gi, `<script nonce="${nonce}"`),
            'latin1',
          )
        : html
      return session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: responseStatusCode,
        responseHeaders: headers,
        body: text.toString('base64'),
      })
    }
    answer().catch(() => undefined)
  })
  await session.send('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Response' }] })
}
