import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../clock.ts'
import { openTcpLink } from '../link/tcp-link.ts'
import { startVirtualScale } from '../virtual/virtual-scale.ts'
import { detectScale } from './detect-scale.ts'
import type { ScaleCandidate } from './detect-scale.ts'

/** Everybody's clock runs this much faster, so that listening takes no real seconds. */
const HASTE = 8
const hasty: Clock = {
  now: systemClock.now,
  monotonicMs: () => systemClock.monotonicMs() * HASTE,
  after: (ms, run) => systemClock.after(ms / HASTE, run),
}

const cleanUp: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

type Settings = ScaleCandidate['settings']

async function scaleAndLink(settings: Settings) {
  const scale = await startVirtualScale({ port: 0, clock: hasty, ...settings })
  cleanUp.push(scale.close)
  scale.put({ grams: 12_345, stable: true })
  const opened = await openTcpLink({ host: '127.0.0.1', port: scale.port }, systemClock)
  if (!opened.ok) throw new Error(opened.error.detail)
  cleanUp.push(opened.value.destroy)
  return { scale, link: opened.value }
}

test.each<Settings>([
  { protocol: 'mt-sics', mode: 'asked' },
  { protocol: 'toledo-8217', unit: 'kg' },
  { protocol: 'nci' },
  { protocol: 'and', mode: 'streamed' },
  { protocol: 'and', mode: 'asked' },
  { protocol: 'cas', mode: 'streamed' },
  { protocol: 'cas', mode: 'asked' },
  { protocol: 'toledo-continuous' },
  { protocol: 'sartorius', mode: 'asked' },
  { protocol: 'sartorius', mode: 'streamed' },
])('%o is recognised, with what it says to compare', async (settings) => {
  const { link } = await scaleAndLink(settings)
  const { candidates } = await detectScale(link, { clock: hasty })
  expect(candidates[0]).toMatchObject({ settings, sample: { kind: 'stable', grams: 12_345 } })
})

test('a scale set to pounds is recognised as one', async () => {
  const { scale, link } = await scaleAndLink({ protocol: 'toledo-8217', unit: 'lb' })
  scale.setFault('pounds', true)
  const { candidates } = await detectScale(link, { clock: hasty })
  expect(candidates).toMatchObject([{ settings: { unit: 'lb' }, sample: { unit: 'lb' } }])
})

test('[FAULT-14] a scale at another parity or speed is no candidate, and the settings are named', async () => {
  const { scale, link } = await scaleAndLink({ protocol: 'and' })
  scale.setFault('parity', true)
  const found = await detectScale(link, { clock: hasty })
  expect(found).toMatchObject({ candidates: [], trouble: { code: 'protocol-mismatch' } })
  expect(found.trouble?.detail).toContain('parity')
})

test('a scale that says nothing is asked everything and then said to be silent', async () => {
  const { scale, link } = await scaleAndLink({ protocol: 'mt-sics' })
  scale.setMute(true)
  const found = await detectScale(link, { clock: hasty })
  expect(found).toMatchObject({ candidates: [], trouble: { code: 'no-answer' } })
})
