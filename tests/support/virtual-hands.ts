import type { Page } from 'playwright'
import { eventually } from './processes.ts'
import type { BenchState } from './bench-floor.ts'

/** What the story needs of a bench's state beyond what other tests look at. */
type StoryState = BenchState & {
  workflow: BenchState['workflow'] & {
    lists?: { code: string; region: string; deliveryDate: string; lines: number }[]
    loads?: { code: string; region: string; deliveryDate: string }[]
    next?: { sku: string; barcode: string | null; requested: number; picked: number } | null
  }
}

/**
 * Hands at the virtual devices: every scan is a click or a line typed on their page, every weight a
 * number on its scale. The bench itself is only looked at.
 */
export type VirtualHands = {
  state(): Promise<StoryState>
  until(what: string, look: (state: StoryState) => boolean): Promise<StoryState>
  /** Clicks the tile of a badge, product, list, load or command. */
  click(name: string): Promise<void>
  /** Types a code into the scanner's field. */
  type(code: string): Promise<void>
  put(grams: number): Promise<void>
  /** Clicks the newest printed label, which scans it back; with its QR when asked. */
  scanNewestLabel(symbol?: 'gs1' | 'qr'): Promise<void>
  labels(): Promise<{ n: number; codes: { text: string; symbology: string }[] }[]>
}

export function virtualHands(
  page: Page,
  demo: { stationUrl: string; devicesUrl: string; token: string },
): VirtualHands {
  const state = async () => {
    const answer = await fetch(`${demo.stationUrl}/v1/state`, {
      headers: { authorization: `Bearer ${demo.token}` },
    })
    return (await answer.json()) as StoryState
  }
  const labels = async () => {
    const answer = await fetch(`${demo.devicesUrl}/v1/labels`)
    const { items } = (await answer.json()) as {
      items: Awaited<ReturnType<VirtualHands['labels']>>
    }
    return items
  }
  return {
    state,
    labels,
    until: (what, look) =>
      eventually(
        async () => {
          const now = await state()
          return look(now) ? now : null
        },
        { what },
      ),
    async click(name) {
      await page.fill('#search', name)
      await page.locator('#codes button', { hasText: name }).first().click()
    },
    async type(code) {
      await page.fill('#scan-text', code)
      await page.press('#scan-text', 'Enter')
    },
    async put(grams) {
      await page.fill('#exact', String(grams / 1_000))
      await page.locator('#exact').dispatchEvent('change')
    },
    async scanNewestLabel(symbol = 'gs1') {
      // The page asks for labels now and then; the newest it shows may not be the newest there is.
      const newestNumber = Math.max(...(await labels()).map(({ n }) => n))
      const newest = page.locator('#labels article', { hasText: `Label ${newestNumber} ·` })
      await newest.locator('img').waitFor()
      if (symbol === 'gs1') await newest.locator('button').first().click()
      else await newest.locator('button', { hasText: 'QR' }).click()
    },
  }
}

/** One list from its code to its verified label. Answers the weight that lay on the scale. */
export async function packList(
  hands: VirtualHands,
  listCode: string,
  look: (moment: string) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  await hands.type(listCode)
  await hands.until('the list is claimed', ({ workflow }) => workflow.kind === 'picking')
  for (let isFirst = true; ; isFirst = false) {
    const { workflow } = await hands.state()
    if (workflow.kind !== 'picking' || !workflow.next) break
    const { sku, barcode, requested, picked } = workflow.next
    if (isFirst) await look('picking')
    await hands.type(barcode ?? sku)
    await hands.until(`${sku} counts`, ({ workflow: now }) => {
      const isSame = now.next?.sku === sku && requested - picked > 1
      return (
        now.kind === 'packing' || (isSame ? now.next?.picked === picked + 1 : now.next?.sku !== sku)
      )
    })
  }
  const packing = await hands.until('all is picked', ({ workflow }) => workflow.kind === 'packing')
  await look('weighing')
  const grams = packing.workflow.unit?.expectedGrams ?? 0
  const before = (await hands.labels()).length
  await hands.put(grams)
  await eventually(async () => (await hands.labels()).length > before, { what: 'a label' })
  await hands.until('the label waits to be verified', ({ workflow }) => workflow.toVerify !== null)
  await look('verify')
  await hands.scanNewestLabel()
  await hands.until('the list is done', ({ workflow }) => workflow.kind === 'idle')
  await hands.put(0)
  return grams
}
