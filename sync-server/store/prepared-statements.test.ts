import type { PoolClient } from 'pg'
import { expect, test } from 'vitest'
import { prepareStatements } from './prepared-statements.ts'

/** Records what would go over the wire. */
function recordingClient() {
  const sent: unknown[] = []
  const client = { query: (...args: unknown[]) => sent.push(args[0]) } as unknown as PoolClient
  prepareStatements(client)
  return { client, sent }
}

test('the same text goes out under the same name, another under another', () => {
  const { client, sent } = recordingClient()
  void client.query('SELECT $1', [1])
  void client.query('SELECT $1', [2])
  void client.query('SELECT $1 + 1', [3])
  expect(sent).toEqual([
    { text: 'SELECT $1', values: [1], name: 'loadline_0' },
    { text: 'SELECT $1', values: [2], name: 'loadline_0' },
    { text: 'SELECT $1 + 1', values: [3], name: 'loadline_1' },
  ])
})

test('commands without values and texts beyond the limit are sent as they are', () => {
  const { client, sent } = recordingClient()
  void client.query('BEGIN')
  for (let n = 0; n < 250; n += 1) void client.query(`SELECT $1 -- ${n}`, [n])
  expect(sent[0]).toBe('BEGIN')
  expect(sent.slice(1).filter((one) => typeof one === 'object')).toHaveLength(200)
})
