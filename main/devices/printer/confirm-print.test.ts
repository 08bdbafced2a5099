import { expect, test } from 'vitest'
import { fakeLink, settled } from '../../testing/fake-link.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { confirmPrinted, PRINT_VERIFY_EVERY_MS } from './confirm-print.ts'
import { converse } from './print-conversation.ts'
import { tsplDialect } from './tspl-dialect.ts'

const CALM = 0x00
const PAPER_OUT = 0x04
const PRINTING = 0x20

/** What a TSPL printer is taken to have said after each of its answers. */
async function confirmedBy(answers: readonly number[]): Promise<boolean[]> {
  const link = fakeLink()
  const clock = manualClock()
  const conversation = converse(link, clock)
  let isPrinted = false
  void confirmPrinted({
    conversation,
    dialect: tsplDialect,
    clock,
    sentAt: conversation.mark(),
    onAttention: () => {},
  }).then((confirmed) => (isPrinted = confirmed.isPrinted))
  const seen: boolean[] = []
  for (const answer of answers) {
    await settled()
    clock.advance(PRINT_VERIFY_EVERY_MS)
    await settled()
    link.receive(new Uint8Array([answer]))
    await settled()
    seen.push(isPrinted)
  }
  link.drop()
  return seen
}

test('a printer that is calm because it still reads the picture has not printed it', async () => {
  expect(await confirmedBy([CALM, CALM, CALM, PRINTING, PRINTING])).not.toContain(true)
  expect(await confirmedBy([CALM, CALM, PAPER_OUT])).not.toContain(true)
})

test('calm behind work that was seen is an end, and so is calm that lasts', async () => {
  expect(await confirmedBy([CALM, PRINTING, CALM, CALM])).toEqual([false, false, false, true])
  const lasting = await confirmedBy(Array.from({ length: 6 }, () => CALM))
  expect(lasting).toEqual([false, false, false, false, false, true])
})
