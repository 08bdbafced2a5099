import type { DocumentReader } from '#contract/documents/document.ts'
import { skipSerialsOf } from '../stations/index.ts'
import { skipOrderNumbersOf, type Tx } from '../store/index.ts'
import type { DocumentWrite } from './documents.ts'
import type { LockedStation } from './locked-station.ts'

type UnitWrite = Extract<DocumentWrite, { kind: 'unit' }>

/** Digits of an SSCC before its check digit. */
const SSCC_BODY_LENGTH = 17

/**
 * Numbers that a station reports and the office does not remember having given out, because it was set back
 * (EPOCH-4): its own numbering goes on behind them, so that no SSCC is ever on two units and no number on
 * two orders. A push that opened no unit costs nothing.
 */
export async function skipNumbersInUse(
  tx: Tx,
  station: LockedStation,
  { read, writes }: { read: DocumentReader; writes: readonly DocumentWrite[] },
): Promise<void> {
  const opened = writes.filter(
    (write): write is UnitWrite => write.kind === 'unit' && write.isNew === true,
  )
  if (opened.length === 0) return
  const ranges = read.get('number-range', station.id)?.ranges ?? []
  const isOurs = (id: string) =>
    ranges.some(({ prefix, from, to }) => {
      const serial = Number(id.slice(prefix.length, SSCC_BODY_LENGTH))
      return id.startsWith(prefix) && serial >= from && serial <= to
    })
  const strange = opened.filter(({ id }) => !isOurs(id)).map(({ id }) => id)
  if (strange.length > 0) await skipSerialsOf(tx, strange)
  const orderNumbers = opened.flatMap(({ doc }) => doc.orderNumbers)
  if (orderNumbers.length > 0) await skipOrderNumbersOf(tx, orderNumbers)
}
