import type { Browser } from 'playwright-core'
import { ShopwardenError } from '../core/errors.ts'

export interface BrowserOptions {
  /** Path of the Chromium to run. */
  executable: string
  /** Further switches, e.g. name resolution in a laboratory. */
  switches?: readonly string[]
}

/**
 * Features switched off. Chromium takes the last such list whole, so those that Playwright names stand here as well (a test compares). Ours:
 * each window of today's Chromium draws two pages of Chromium's own for the address bar, and spare processes wait for pages
 * that never come: a third of the processor time of a visit, for nobody.
 */
const withoutFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'SpareRendererForSitePerProcess',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'msForceBrowserSignIn',
]

/** Switches that keep a headless Chromium quiet and from talking to anyone but the pages it opens. */
export const quiet: readonly string[] = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // Skimmers stay silent for automated browsers: look like a visitor's.
  '--disable-blink-features=AutomationControlled',
  `--disable-features=${withoutFeatures.join(',')}`,
  '--no-first-run',
  '--no-default-browser-check',
]

/** SHOPWARDEN_CHROMIUM_SANDBOX=off is for containers that let nobody have namespaces and are themselves what holds the browser. */
const sandbox = () => process.getuid?.() !== 0 && process.env['SHOPWARDEN_CHROMIUM_SANDBOX'] !== 'off'

function notStarted(executable: string, cause: unknown): ShopwardenError {
  const refused = cause instanceof Error && /No usable sandbox|Failed to move to new namespace/.test(cause.message)
  return new ShopwardenError(
    'SW_NET_BROWSER',
    refused ? 'Chromium could not be started: it may have no sandbox here' : 'Chromium could not be started',
    {
      where: executable,
      fix: refused
        ? 'Allow user namespaces to this user or container (docs/operations/README.md), or, where the container alone is to hold the browser, set SHOPWARDEN_CHROMIUM_SANDBOX=off.'
        : 'Install Chromium (Debian: apt-get install chromium), or name one in SHOPWARDEN_CHROMIUM.',
      cause,
    },
  )
}

/**
 * Runs `work` with a headless Chromium that is gone afterwards, whatever happens. The sandbox is on, except for root, for whom
 * Chromium has none, and where it was switched off on purpose.
 * @throws SW_NET_BROWSER when it cannot be started
 */
export async function withBrowser<T>(options: BrowserOptions, work: (browser: Browser) => Promise<T>): Promise<T> {
  let browser: Browser
  try {
    // Loaded only when a browser is wanted: it costs most of a second and 80 MB.
    const { chromium } = await import('playwright-core')
    browser = await chromium.launch({
      executablePath: options.executable,
      ignoreDefaultArgs: ['--enable-automation'],
      chromiumSandbox: sandbox(),
      args: [...quiet, ...(options.switches ?? [])],
      handleSIGINT: false,
      handleSIGTERM: false,
    })
  } catch (cause) {
    throw notStarted(options.executable, cause)
  }
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}
