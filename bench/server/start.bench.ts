// Cold start, idle memory, size of the first load, and how soon the page shows (Chromium, CPU slowed down four times).
// node bench/server/start.bench.ts [chromium]
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..', '..')
const dir = mkdtempSync(join(tmpdir(), 'sw-start-'))
const env = { ...process.env, SHOPWARDEN_DIR: dir }

function start(): Promise<{ seconds: number; url: string; pid: number; stop(): Promise<void> }> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), 'serve', '--port', '0'],
    {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      const url = /http:\S+/.exec(text.toString())?.[0]
      if (url)
        resolve({
          seconds: (performance.now() - began) / 1000,
          url,
          pid: child.pid ?? 0,
          stop: async () => {
            child.kill('SIGTERM')
            await ended
          },
        })
    })
  })
}

const times: number[] = []
for (let n = 0; n < 5; n++) {
  const server = await start()
  times.push(server.seconds)
  await server.stop()
}
times.sort((a, b) => a - b)

const server = await start()
await new Promise((resolve) => setTimeout(resolve, 10_000))
const idle = Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1000)
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })

/** Bytes of script that came over the wire for a page, and its largest contentful paint and layout shift. */
async function load(address: string, ready: string) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await devtools.send('Network.enable')
  await devtools.send('Network.clearBrowserCache')
  let script = 0
  const types = new Map<string, string>()
  devtools.on('Network.responseReceived', (event) => types.set(event.requestId, event.type))
  devtools.on('Network.loadingFinished', (event) => {
    if (types.get(event.requestId) === 'Script') script += event.encodedDataLength
  })
  await page.goto(address)
  await page.getByText(ready).first().waitFor()
  await page.waitForTimeout(1500)
  const figures = await page.evaluate(
    () =>
      new Promise<{ lcp: number; cls: number }>((resolve) => {
        const seen = { lcp: 0, cls: 0 }
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.lcp = entry.startTime
        }).observe({ type: 'largest-contentful-paint', buffered: true })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.cls += (entry as PerformanceEntry & { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(seen), 500)
      }),
  )
  await devtools.detach()
  return {
    lcpMs: Math.round(figures.lcp),
    layoutShift: Number(figures.cls.toFixed(4)),
    scriptKb: Math.round(script / 100) / 10,
  }
}

const firstVisit = await load(server.url, 'Welcome to Shopwarden')
await page.getByLabel('Company').fill('Acme')
await page.getByLabel('Name', { exact: true }).fill('Olga')
await page.getByLabel('Mail address').fill('o@acme.example')
await page.getByLabel('Password').fill('correct candle anvil river')
await page.getByRole('button', { name: 'Create the owner' }).click()
await page.getByText('Your first report').waitFor()
await page.getByRole('button', { name: 'Audit the sample shop' }).click()
await page.getByText('The thirteen answers').waitFor({ timeout: 120_000 })
const overview = await load(page.url(), 'The thirteen answers')
await browser.close()
await server.stop()
console.log(
  JSON.stringify(
    { coldStartSeconds: times.map((time) => Number(time.toFixed(2))), idleMegabytes: idle, firstVisit, overview },
    null,
    2,
  ),
)
