import { expect, test } from 'vitest'
import { createLog } from './create-log.ts'
import { withLogContext } from './log-context.ts'

function writing(level = 'trace') {
  const lines: string[] = []
  const log = createLog(level, { write: (line) => void lines.push(line) })
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') as object }
}

test('a line has its time, its level in a word, and what is being done', () => {
  const { log, last } = writing()
  withLogContext({ requestId: 'r-1', stationId: 's-1' }, () => log.info({ count: 2 }, 'done'))
  expect(last()).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level: 'info',
    requestId: 'r-1',
    stationId: 's-1',
    count: 2,
    msg: 'done',
  })
})

test('what a line says itself goes before what is being done', () => {
  const { log, last } = writing()
  withLogContext({ requestId: 'outer' }, () => log.info({ requestId: 'own' }, 'x'))
  expect(last()).toMatchObject({ requestId: 'own' })
})

test('secrets and people are masked at any depth, in members and in text', () => {
  const { log, text } = writing()
  log.error(
    {
      body: { order: [{ shipTo: { name: 'J. Smit', city: 'Amsterdam' } }], pin: '402719' },
      headers: { authorization: 'Bearer abcdef' },
      err: new Error(
        'mail to jan.smit@example.nl failed, see postgres://loadline:geheim@db/office',
      ),
    },
    'scanned LL1|387123450000000012|1|LL-000247|J.%20Smit|1011%20AB%20Amsterdam|0a1b2c3d by Bearer xyz.123',
  )
  for (const secret of ['Smit', 'smit', 'Amsterdam', '402719', 'abcdef', 'geheim', 'xyz.123']) {
    expect(text()).not.toContain(secret)
  }
  expect(text()).toContain('LL1|387123450000000012|1')
})

test('an error of the database keeps its code and loses its values and statement', () => {
  const { log, text, last } = writing()
  const error = Object.assign(new Error('invalid input syntax for type integer: "Gracht 7"'), {
    code: '22P02',
    detail: 'Key (name)=(J. Smit) exists.',
    query: 'INSERT INTO customer',
  })
  log.error({ err: error }, 'the office failed')
  expect(text()).not.toMatch(/Gracht|Smit|INSERT/)
  expect(last()).toMatchObject({ err: { code: '22P02', name: 'Error' } })
})
