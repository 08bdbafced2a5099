import type { Page } from 'playwright'

/** What would run wherever text became a page. */
export const hostile = (kind: string): string =>
  `${kind}"'><img src=x onerror="ran=1"><script>ran=1</script><svg onload=ran=1>{{7*7}}\${7*7}`

const SETTLE_TRIES_MAX = 200
/** A page has come to rest when so many looks, so many frames apart, have seen the same. */
const SAMES_MIN = 3
const FRAMES = 10

/** Nothing that was brought along as text has become part of the page. */
export type Look = {
  flaws: string[]
  /** Which kinds of hostile text are seen as text. */
  kinds: string[]
  links: string[]
}

export type Watch = {
  /** What the page shows now. */
  look(): Promise<Look>
  /** The same once nothing is under way and some looks in a row have seen the same. */
  settled(): Promise<Look>
  /** Dialogs of the browser itself that text has opened. */
  alerts(): readonly string[]
}

/** Watches a page from its next loading on. */
export async function watchPage(page: Page): Promise<Watch> {
  const alerts: string[] = []
  page.on('dialog', (dialog) => {
    alerts.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript(() => {
    const kept: string[] = []
    Object.assign(window, { violations: kept })
    document.addEventListener('securitypolicyviolation', (event) => {
      kept.push(`${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  const openCalls = countOpenCalls(page)
  const watch = { look: () => look(page), alerts: () => alerts }
  return { ...watch, settled: () => settled(page, openCalls) }
}

async function look(page: Page): Promise<Look> {
  return page.evaluate(() => {
    const seen = window as unknown as { ran?: unknown; violations?: string[] }
    const foreign = 'img[src="x"], [onerror], [onload], body script, a[href^="javascript:" i]'
    const text = `${document.body.textContent ?? ''} ${[
      ...document.querySelectorAll('input, textarea'),
    ]
      .map((field) => (field as HTMLInputElement).value)
      .join(' ')}`
    const own = [...document.querySelectorAll('body script')].filter(
      (script) => (script as HTMLScriptElement).src !== '',
    ).length
    const found = document.querySelectorAll(foreign).length - own
    return {
      flaws: [
        ...(seen.ran === undefined ? [] : ['a script ran']),
        ...(seen.violations ?? []),
        ...(found > 0 ? [`${found} foreign elements`] : []),
        ...(/[A-Z]{4,}"'>[^<]*49/.test(text) ? ['a template was filled in'] : []),
      ],
      kinds: [...text.matchAll(/([A-Z]{4,})"'>\s?<img\s?src=x/g)].map(([, kind]) => kind ?? ''),
      links: [...document.querySelectorAll('a[href^="/"]')].map(
        (link) => link.getAttribute('href') ?? '',
      ),
    }
  })
}

/** How many calls of a page are under way; its live stream never ends. */
function countOpenCalls(page: Page): () => number {
  const open = new Set<unknown>()
  page.on('request', (request) => {
    if (!request.url().includes('/v1/console/live')) open.add(request)
  })
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  return () => open.size
}

async function settled(page: Page, openCalls: () => number): Promise<Look> {
  let before = await look(page)
  let sames = 0
  for (let time = 0; time < SETTLE_TRIES_MAX && sames < SAMES_MIN; time += 1) {
    await page.evaluate(async (frames) => {
      for (let frame = 0; frame < frames; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    }, FRAMES)
    const now = await look(page)
    const isSame = JSON.stringify(now) === JSON.stringify(before)
    sames = isSame && openCalls() === 0 ? sames + 1 : 0
    before = now
  }
  return before
}
