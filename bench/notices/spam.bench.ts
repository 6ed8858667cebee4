/**
 * Verdicts of SpamAssassin and rspamd (Debian's packages, local rules only) on every form of the notices: three variants, six
 * languages, notice and reminder, and the mails of the customers' page. apt-get install spamassassin rspamd
 * node bench/notices/spam.bench.ts
 */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { noticeHtml } from '../../src/areas/notices/render/html.ts'
import { buildMail } from '../../src/areas/notices/render/mail.ts'
import { brandSchema, composeNotice } from '../../src/areas/notices/render/notice.ts'
import { noticeText } from '../../src/areas/notices/render/text.ts'
import { pageWords } from '../../src/areas/notices/self-service/words/all.ts'
import { LANGUAGES, VARIANTS } from '../../src/areas/notices/words/words.ts'

const brand = brandSchema.parse({
  shop: 'Northwind Shoes',
  site: 'northwind.example',
  from: 'service@northwind.example',
  contact: 'privacy@northwind.example',
})
const mails: { name: string; raw: Buffer }[] = []
const add = async (name: string, mail: { subject: string; text: string; html?: string; language: string }) => {
  const messageId = `<${mails.length}.3f8a@northwind.example>`
  const raw = await buildMail(brand, 'maria.keller@mail.example', { ...mail, messageId, date: new Date() })
  mails.push({ name, raw })
}
for (const language of LANGUAGES)
  for (const variant of VARIANTS)
    for (const reminder of variant === 'address' ? [false] : [false, true]) {
      const notice = composeNotice({ brand, variant, language, leaks: ['Old Forum'], name: 'Maria', reminder })
      const text = noticeText(notice, brand.shop)
      await add(`${language} ${variant}${reminder ? ' reminder' : ''}`, {
        subject: notice.subject,
        text,
        html: noticeHtml(notice, brand),
        language,
      })
    }
for (const language of LANGUAGES) {
  const words = pageWords[language]
  const answer = [words.found, `- Old Forum: ${words.withPassword}`, words.todo, words.tips.join('\n'), words.notYou]
  await add(`${language} answer`, { subject: words.answerSubject, text: answer.join('\n\n'), language })
  const code = words.codeText.replace('{code}', 'K7M2PXQA')
  await add(`${language} code`, { subject: words.codeSubject, text: `${code}\n\n${words.notYou}`, language })
}

interface Verdict {
  name: string
  score: number
  spam: boolean
  rules: string
}
const worst = (verdicts: readonly Verdict[]) => ({
  mails: verdicts.length,
  spam: verdicts.filter((item) => item.spam).length,
  highest: Math.max(...verdicts.map((item) => item.score)),
  of: verdicts.reduce((a, b) => (b.score > a.score ? b : a)),
})

const assassin = mails.map(({ name, raw }): Verdict => {
  const told = execFileSync('spamassassin', ['-L', '-t'], { input: raw, stdio: ['pipe', 'pipe', 'ignore'] }).toString(
    'latin1',
  )
  const status = /^X-Spam-Status: (Yes|No), score=(-?[\d.]+)[^]*?tests=([\w,\s]+?)\s+(?:autolearn|version)/m.exec(told)
  if (!status) throw new Error(`SpamAssassin said nothing of ${name}`)
  return { name, score: Number(status[2]), spam: status[1] === 'Yes', rules: status[3]!.replace(/\s/g, '') }
})
console.log('SpamAssassin', JSON.stringify(worst(assassin)))

// rspamd of its own, on free ports, without network, Redis or fuzzy storage.
const dir = mkdtempSync(join(tmpdir(), 'rspamd-'))
const free = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => found(port))
    })
  })
const [normal, controller] = [await free(), await free()]
mkdirSync(join(dir, 'run'))
for (const each of [dir, join(dir, 'run')]) chmodSync(each, 0o777)
writeFileSync(
  join(dir, 'rspamd.conf'),
  `.include "/etc/rspamd/common.conf"
options { dns { nameserver = ["127.0.0.1:1"]; timeout = 0.1s; retransmits = 1; } pidfile = "${dir}/run/rspamd.pid"; control_socket = "${dir}/run/c.sock mode=0600"; filters = "regexp,chartable"; hs_cache_dir = "${dir}/run"; }
logging { type = "file"; filename = "${dir}/run/log"; level = "error"; }
worker "normal" { bind_socket = "127.0.0.1:${normal}"; count = 1; }
worker "controller" { bind_socket = "127.0.0.1:${controller}"; count = 1; secure_ip = "127.0.0.1"; }
`,
)
const daemon = spawn(
  'rspamd',
  ['-f', '-i', '-c', join(dir, 'rspamd.conf'), '--var', `DBDIR=${dir}/run`, '--var', `RUNDIR=${dir}/run`],
  {
    stdio: 'ignore',
  },
)
try {
  const check = async (raw: Buffer) => {
    const answer = await fetch(`http://127.0.0.1:${normal}/checkv2`, {
      method: 'POST',
      body: new Uint8Array(raw),
      // No address of a sending host: how its DNS looks is not a matter of the mail's text.
      headers: { from: brand.from, rcpt: 'maria.keller@mail.example' },
    })
    return (await answer.json()) as { score: number; action: string; symbols: Record<string, { score: number }> }
  }
  let ready = false
  for (let tries = 0; tries < 60 && !ready; tries++) {
    await sleep(500)
    ready = await fetch(`http://127.0.0.1:${normal}/ping`).then(
      (answer) => answer.ok,
      () => false,
    )
  }
  const verdicts: Verdict[] = []
  for (const { name, raw } of mails) {
    const { score, action, symbols } = await check(raw)
    const rules = Object.entries(symbols).flatMap(([rule, symbol]) =>
      symbol.score > 0 ? [`${rule} ${symbol.score}`] : [],
    )
    verdicts.push({ name, score, spam: action !== 'no action', rules: rules.join(', ') })
  }
  console.log('rspamd', JSON.stringify(worst(verdicts)))
} finally {
  daemon.kill()
  rmSync(dir, { recursive: true, force: true })
}
