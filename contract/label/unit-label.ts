import { inset, splitBottom, splitRight, splitTop } from './label-box.ts'
import type { Box } from './label-box.ts'
import type { LabelDocument, LabelElement } from './label-document.ts'
import { receiptMarginMm } from './receipt-roll.ts'
import type { UnitLabelInput } from './unit-label-input.ts'
import { UNIT_LABEL_WORDS } from './unit-label-words.ts'
import type { UnitLabelWords } from './unit-label-words.ts'
import {
  QR_MODULE_MIN_MM,
  factLines,
  field,
  fitsQr,
  ordersField,
  padStart,
  ruleAbove,
  ruleLeft,
  senderZone,
  shipToZone,
  splitQr,
  ssccZone,
  weightAndCopy,
} from './unit-label-zones.ts'

type Parts = { page: Box; input: UnitLabelInput; words: UnitLabelWords }

/** From this height on a label has the zones of an A6 sheet; below the other, those of a strip. */
const TALL_MM = 130
const SQUARE_MM = 80

/** Rolls of receipt printers and the smaller Brother QL; bars of half a millimetre need more. */
const NARROW_MM = 90

/** Room for bars of 31.75 mm, which GS1 asks for on a logistic label, and the line people read. */
const GS1_BARS_ZONE_MM = 41.25

/** What is called across a dock is read from two metres: the region, and the last digits of the SSCC. */
const REGION_MM = 8.5
const SSCC_MM = 5.5

/**
 * The logistic label of a carton or pallet: sender, ship-to, region and day, orders, weight and
 * copy, the signed QR, and the SSCC in GS1-128 over its readable line. Drawn for 102 × 152 mm; on
 * 102 × 102 and on narrower rolls the route moves beside the QR, on 102 × 51 the sender goes and the
 * bars are low.
 */
export function unitLabel(input: UnitLabelInput): LabelDocument {
  const { widthMm, heightMm } = input.media
  const words = input.words ?? UNIT_LABEL_WORDS.en
  const media = { xMm: 0, yMm: 0, widthMm, heightMm }
  return { widthMm, heightMm, elements: layout(media, input, words).map(roundMm) }
}

function layout(media: Box, input: UnitLabelInput, words: UnitLabelWords): LabelElement[] {
  const isNarrow = media.widthMm < NARROW_MM
  if (media.heightMm >= TALL_MM && !isNarrow)
    return tallLabel({ page: pageOf(media, 4), input, words })
  if (media.heightMm >= SQUARE_MM) return squareLabel({ page: pageOf(media, 3), input, words })
  return smallLabel({ page: pageOf(media, 2), input, words })
}

/** The media less a margin, at its sides as much as a receipt printer leaves blank there. */
function pageOf(media: Box, marginMm: number): Box {
  return inset(media, marginMm, Math.max(marginMm, receiptMarginMm(media.widthMm)))
}

function tallLabel({ page, input, words }: Parts): LabelElement[] {
  const [sender, afterSender] = splitTop(page, 11.5)
  const [shipTo, afterShipTo] = splitTop(afterSender, 33)
  const [route, afterRoute] = splitTop(afterShipTo, 16)
  const [detail, bars] = splitBottom(afterRoute, GS1_BARS_ZONE_MM)
  // Day and QR share one column, wide enough for the day to be read from a truck's door.
  const qr = splitQr(detail, input.qrText, { columnMinMm: 42 })
  const [region, delivery] = splitRight(route, qr.column.widthMm)
  const [orders, weight] = splitBottom(qr.rest, 12.5)
  const large = { minMm: 2, maxMm: 6.5 }
  return [
    ...senderZone(sender, input, words),
    ruleAbove(shipTo),
    ...shipToZone(shipTo, input, words.shipTo, {
      name: { minMm: 3, maxMm: 5.5 },
      street: { minMm: 2.5, maxMm: 3.75 },
      place: { minMm: 3, maxMm: 5.5 },
    }),
    ruleAbove(route),
    ...field(region, words.region, input.region ?? words.collect, {
      ...large,
      maxMm: REGION_MM,
    }),
    ruleLeft(delivery),
    ...field(padStart(delivery), words.delivery, input.deliveryDate, large),
    ruleAbove(detail),
    ...ordersField(orders, input, words, { minMm: 2.25, maxMm: 6.5 }),
    ruleAbove(weight),
    ...weightAndCopy(weight, input, words, { minMm: 2.5, maxMm: 4.5 }),
    ruleLeft(qr.column),
    ...qr.elements,
    ruleAbove(bars),
    ...ssccZone(bars, input, SSCC_MM),
  ]
}

function squareLabel({ page, input, words }: Parts): LabelElement[] {
  const isNarrow = input.media.widthMm < NARROW_MM
  const [sender, afterSender] = splitTop(page, 8.5)
  const [shipTo, afterShipTo] = splitTop(afterSender, 20.5)
  const isTall = input.media.heightMm >= TALL_MM
  const [detail, bars] = splitBottom(afterShipTo, isTall ? GS1_BARS_ZONE_MM : 22.5)
  const rowMm = isTall ? 13.5 : 10.75
  // On a narrow roll the words beside the QR need the room more than the QR does.
  const qr = splitQr(detail, input.qrText, isNarrow ? { moduleMaxMm: QR_MODULE_MIN_MM } : {})
  const [region, afterRegion] = splitTop(qr.rest, rowMm)
  const [delivery, afterDelivery] = splitTop(afterRegion, rowMm)
  const [orders, weight] = splitBottom(afterDelivery, 9.5)
  const large = { minMm: 2, maxMm: isTall ? 6.5 : 4.5 }
  return [
    ...senderZone(sender, input, words),
    ruleAbove(shipTo),
    ...shipToZone(shipTo, input, words.shipTo, {
      name: { minMm: 2, maxMm: 3.5 },
      street: { minMm: 1.75, maxMm: 2.5 },
      place: { minMm: 2, maxMm: 3.5 },
    }),
    ruleAbove(detail),
    ...field(region, words.region, input.region ?? words.collect, large),
    ruleAbove(delivery),
    ...field(delivery, words.delivery, input.deliveryDate, large),
    ruleAbove(orders),
    ...ordersField(orders, input, words, { minMm: 1.75, maxMm: 3.25 }),
    ruleAbove(weight),
    ...weightAndCopy(weight, input, words, { minMm: 1.75, maxMm: 3 }),
    ruleLeft(qr.column),
    ...qr.elements,
    ruleAbove(bars),
    ...ssccZone(bars, input, isTall ? SSCC_MM : 4.5),
  ]
}

function smallLabel({ page, input, words }: Parts): LabelElement[] {
  const [band] = splitBottom(page, 17)
  // A long QR takes the whole height, and the bars are narrowed to stand beside it.
  const qr = splitQr(fitsQr(input.qrText, band.heightMm) ? band : page, input.qrText)
  const beside = fitsQr(input.qrText, band.heightMm) ? page : qr.rest
  const [, bars] = splitBottom(beside, 17)
  const left = { ...qr.rest, heightMm: band.heightMm }
  const [afterShipTo, facts] = splitBottom(left, 7)
  const [shipTo, route] = splitBottom(afterShipTo, 8.75)
  const [region, delivery] = splitRight(route, route.widthMm * 0.47)
  const value = { minMm: 1.5, maxMm: 3.25 }
  return [
    ...shipToZone(shipTo, input, '', {
      name: { minMm: 1.75, maxMm: 2.75 },
      street: { minMm: 1.5, maxMm: 1.75 },
      place: { minMm: 1.75, maxMm: 2.5 },
    }),
    ruleAbove(route),
    ...field(region, words.region, input.region ?? words.collect, value),
    ruleLeft(delivery),
    ...field(padStart(delivery), words.delivery, input.deliveryDate, value),
    ruleAbove(facts),
    ...factLines(facts, input, words, { minMm: 1.5, maxMm: 1.75 }),
    ruleLeft(qr.column),
    ...qr.elements,
    ruleAbove(bars),
    ...ssccZone(bars, input, 2.75),
  ]
}

/** A thousandth of a millimetre is finer than any print head, and keeps eighths exact. */
function roundMm(element: LabelElement): LabelElement {
  const rounded: Record<string, unknown> = { ...element }
  for (const [name, value] of Object.entries(element)) {
    if (name.endsWith('Mm') && typeof value === 'number') {
      rounded[name] = Math.round(value * 1000) / 1000
    }
  }
  return rounded as LabelElement
}
