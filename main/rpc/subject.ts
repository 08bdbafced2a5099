import { formatSscc } from '#contract/barcode/sscc.ts'
import type { DocumentReader } from '#contract/documents/document.ts'

/** What an action was about, in the words on its label or shelf: never a name or an address. */
export function subjectOf(payload: unknown, read: DocumentReader): string {
  const fields = (payload ?? {}) as Record<string, unknown>
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : null)
  const listId = text('pickListId')
  const unitId = text('unitId')
  const loadId = text('loadId')
  const goods = goodsOf(fields, read)
  if (goods !== null) return goods
  if (unitId !== null) return formatSscc(unitId)
  if (loadId !== null) return read.get('load', loadId)?.number ?? loadId
  if (listId !== null) {
    const numbers = read.get('pick-list', listId)?.orders.map((order) => order.orderNumber)
    return numbers?.join(', ') ?? listId
  }
  return text('sku') ?? ''
}

/** The unit that goods were put into or taken out of; null for what is about no goods. */
export function unitOfGoods(payload: unknown): string | null {
  const { quantity, unitId } = (payload ?? {}) as Record<string, unknown>
  return typeof quantity === 'number' && typeof unitId === 'string' ? unitId : null
}

/** Goods of a pick line, by the product's name while the line is known here. */
function goodsOf(fields: Record<string, unknown>, read: DocumentReader): string | null {
  const { pickListId, lineNo, quantity, scan } = fields
  if (typeof pickListId !== 'string' || typeof quantity !== 'number') return null
  const list = read.get('pick-list', pickListId)
  const line = list?.lines.find((candidate) => candidate.lineNo === lineNo)
  const sku = line?.sku ?? null
  const name = sku === null ? null : (read.get('product', sku)?.name ?? sku)
  return `${quantity} × ${name ?? (typeof scan === 'string' ? scan : 'goods')}`
}
