import type { Notice } from './notice.ts'

/** Plain text, lines as long as sentences are. */
export function noticeText(notice: Notice, shop: string): string {
  return [
    notice.hello,
    ...notice.paragraphs,
    ...(notice.steps.length > 0 ? [notice.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')] : []),
    notice.after,
    shop,
    `${notice.why}\n${notice.whyText}`,
  ].join('\n\n')
}
