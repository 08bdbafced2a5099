import type { PoolClient } from 'pg'

/**
 * Different statements one connection keeps prepared. The office has far fewer that come often; lists
 * of varying length make new texts without end, and those beyond the limit are sent as they are.
 */
const PREPARED_MAX = 200

type Query = (...args: unknown[]) => unknown

/** Names the first texts that it is asked for, each once; undefined for those beyond the limit. */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || names.size >= PREPARED_MAX) return known
    const name = `loadline_${names.size}`
    names.set(text, name)
    return name
  }
}

/**
 * Has a connection prepare each statement the first time it is sent, so that PostgreSQL parses and
 * plans the fourteen statements of a push once and not for every batch.
 */
export function prepareStatements(client: PoolClient): void {
  const send = client.query.bind(client) as Query
  const nameOf = statementNames()
  const query: Query = (text, values, ...rest) => {
    const isPreparable = typeof text === 'string' && Array.isArray(values) && values.length > 0
    const name = isPreparable ? nameOf(text) : undefined
    if (name === undefined) return send(text, values, ...rest)
    return send({ text, values, name }, ...rest)
  }
  Object.assign(client, { query })
}
