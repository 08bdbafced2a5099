import { Client } from 'pg'
import { vi } from 'vitest'
import { logContext } from '../../sync-server/log/index.ts'

/** One node of a plan, as EXPLAIN (ANALYZE, FORMAT JSON) tells it. */
type PlanNode = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}

export type Statement = { text: string; values: unknown[] }

/** Tables of which there is more with every day. */
const GROWING = new Set([
  'audit_entry',
  'customer_order',
  'document',
  'epcis_event',
  'exception',
  'load',
  'order_intent',
  'order_line',
  'order_status_history',
  'outbox_event',
  'pick_list',
  'pick_list_order',
  'proof_of_delivery',
  'shipment',
  'shipment_event',
  'station_action',
  'station_figure',
  'stock_ledger',
  'stock_movement',
  'webhook_delivery',
])

/** Rows that may be read of the beginning of a table. */
const SCAN_MAX = 200

export type Listener = {
  /** Every statement that calls of the office read with while `work` runs, each once. */
  during(work: () => Promise<unknown>): Promise<Statement[]>
  close(): void
}

/** Hears what connections to PostgreSQL are asked that are opened from now on. */
export function hearStatements(): Listener {
  const heard: Statement[] = []
  const query = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown
  const spy = vi.spyOn(Client.prototype, 'query')
  spy.mockImplementation(function (this: Client, ...args: unknown[]) {
    // Work that is due by itself goes on beside.
    if (logContext()?.operation !== undefined) heard.push(...statementOf(args))
    return query.apply(this, args)
  })
  return {
    during: async (work) => {
      heard.length = 0
      await work()
      return [...new Map(heard.map((one) => [JSON.stringify(one), one])).values()]
    },
    close: () => spy.mockRestore(),
  }
}

/** A driver is asked by text and values, or by both in one. */
function statementOf([first, second]: unknown[]): Statement[] {
  const isText = typeof first === 'string'
  const { text, values = [] } = isText
    ? { text: first, values: Array.isArray(second) ? (second as unknown[]) : [] }
    : (first as Partial<Statement>)
  return text !== undefined && /^\s*(?:SELECT|WITH)\b/i.test(text) ? [{ text, values }] : []
}

/**
 * What is wrong with how a statement is answered, in sentences: a table that grows is read from end to end, or more
 * of it is read or sorted than `most`.
 */
export async function planFlaws(
  client: Client,
  { text, values }: Statement,
  most: number,
): Promise<string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>({
    text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    values,
  })
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
  if (plan === undefined) throw new Error('EXPLAIN answers with a plan')
  const flaws = nodesOf(plan).flatMap((node) => flawsOf(node, most))
  const said = text.replaceAll(/\s+/g, ' ').slice(0, 300)
  return flaws.map((flaw) => `${flaw}: ${said} ${JSON.stringify(values)}`)
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function flawsOf(node: PlanNode, most: number): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', 'Actual Loops': loops } = node
  if (type === 'Sort' || type === 'Incremental Sort') {
    const isGrowing = nodesOf(node).some(({ 'Relation Name': of = '' }) => GROWING.has(of))
    const sorted = rowsInto(node)
    return isGrowing && sorted > most ? [`${sorted} rows are sorted`] : []
  }
  if (!GROWING.has(table)) return []
  const dropped =
    (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  const read = Math.round((node['Actual Rows'] + dropped) * loops)
  // One that ends as soon as the page is full is the shortest way for what most rows are.
  if (type === 'Seq Scan' && read > SCAN_MAX) return [`${table} is read from its beginning`]
  return read > most ? [`${read} rows of ${table} are read by ${node['Index Name'] ?? type}`] : []
}

function rowsInto({ Plans: children = [] }: PlanNode): number {
  return children.reduce((sum, one) => sum + one['Actual Rows'] * one['Actual Loops'], 0)
}
