import { parse, type PGlite, protocol } from '@electric-sql/pglite'
import type { PGliteDialectConfig } from 'kysely'
import { statementNames } from './prepared-statements.ts'

type Prepared = { parameterTypes: number[]; rows: Messages[number][] }
type Messages = Parameters<typeof parse.parseResults>[0]
type DialectDatabase = Exclude<PGliteDialectConfig['pglite'], (...args: never[]) => unknown>
type Query = DialectDatabase['query']

const { bind, describe, execute, parse: prepare, sync } = protocol.serialize

/**
 * A PGlite whose statements are parsed and planned once, and which is then asked in one message instead of
 * six: a short query costs it a seventh. Kysely never has two under way on it.
 */
export function preparingPGlite(database: PGlite): DialectDatabase {
  const nameOf = statementNames()
  const known = new Map<string, Prepared>()

  async function send(...messages: Uint8Array[]): Promise<Messages> {
    const message = new Uint8Array(Buffer.concat(messages))
    const { messages: answers } = await database.execProtocol(message, { syncToFs: false })
    return answers
  }

  async function prepared(name: string, text: string): Promise<Prepared> {
    const before = known.get(name)
    if (before !== undefined) return before
    const answers = await send(prepare({ name, text }), describe({ type: 'S', name }), sync())
    const parameterTypes = parse.parseDescribeStatementResults(answers)
    const rows = answers.filter((answer) => answer.name === 'rowDescription')
    const statement = { parameterTypes, rows }
    known.set(name, statement)
    return statement
  }

  /** @param unprepared - for a text beyond those that are kept prepared. */
  const queryOr = (unprepared: Query): Query => {
    return async <T>(text: string, parameters: unknown[] = [], options = {}) => {
      const name = nameOf(text)
      if (name === undefined) return unprepared<T>(text, parameters, options)
      return database.runExclusive(async () => {
        const { parameterTypes, rows } = await prepared(name, text)
        const values = parameters.map((value, index) => {
          if (value === null || value === undefined) return null
          const toText = database.serializers[parameterTypes[index] ?? 0]
          // As PGlite does with a type that it has no serializer for: its text is sent.
          return toText === undefined ? (value as { toString(): string }).toString() : toText(value)
        })
        const answers = await send(bind({ statement: name, values }), execute({}), sync())
        const [result] = parse.parseResults([...rows, ...answers], database.parsers)
        return (result ?? { rows: [], fields: [] }) as Awaited<ReturnType<typeof unprepared<T>>>
      })
    }
  }

  return {
    get closed() {
      return database.closed
    },
    get ready() {
      return database.ready
    },
    waitReady: database.waitReady,
    close: () => database.close(),
    query: queryOr((...args) => database.query(...args)),
    transaction: (work) =>
      database.transaction((tx) =>
        work({ query: queryOr((...args) => tx.query(...args)), rollback: () => tx.rollback() }),
      ),
  }
}
