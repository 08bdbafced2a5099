import type { z } from 'zod'
import { ROLE_SCOPES } from '#contract/http/scopes.ts'
import { EXCEPTION_HANDLING, type ExceptionChoice } from '#contract/http/exception-choices.ts'
import type { FloorAnswer, FloorException } from '#contract/sync/floor-answer.ts'
import { FLOOR_EXCEPTIONS_MAX } from '#contract/sync/floor-answer.ts'
import { instantOf } from '../deps.ts'
import { listExceptions } from '../exceptions/index.ts'
import type { Tx } from '../store/index.ts'
import { readClaims } from './read-claims.ts'
import { peopleOf, readStations } from './read-stations.ts'

type Asked = { warehouse: string; now: number }

/** All that a supervisor of a warehouse looks at, from one consistent state. */
export async function readFloor(
  tx: Tx,
  { warehouse, now }: Asked,
): Promise<z.input<typeof FloorAnswer>> {
  const stations = await readStations(tx, { warehouse, now })
  const { person_figures: wantsPeople } = await tx
    .selectFrom('warehouse')
    .select('person_figures')
    .where('code', '=', warehouse)
    .executeTakeFirstOrThrow()
  const { items, next } = await listExceptions(tx, {
    open: 'true',
    warehouse,
    limit: FLOOR_EXCEPTIONS_MAX,
  })
  return {
    serverTime: instantOf(now),
    warehouse,
    stations: stations.map(({ floor }) => floor),
    claims: await readClaims(tx, { warehouse, now }),
    exceptions: items.map(exceptionOf),
    moreExceptions: next !== null,
    people: wantsPeople ? await peopleOf(tx, warehouse, stations) : null,
  }
}

type Listed = Awaited<ReturnType<typeof listExceptions>>['items'][number]

function exceptionOf(item: Listed): z.input<typeof FloorException> {
  const { id, code, reference, detail, sentence, openedAt, occurrences, task, choice, had } = item
  return {
    id,
    code,
    reference,
    detail,
    sentence,
    openedAt,
    occurrences,
    task,
    choice,
    had,
    said: item.said,
    choices: item.choices.filter((offered) => isForSupervisors(code, offered.choice)),
  }
}

/** Cancelling what hands have begun takes a right that is not on the floor. */
const OF_THE_OFFICE: readonly ExceptionChoice[] = ['cancel']

function isForSupervisors(code: string, choice: ExceptionChoice): boolean {
  if (OF_THE_OFFICE.includes(choice)) return false
  const rule = EXCEPTION_HANDLING[code]?.choices.find((known) => known.choice === choice)
  const scope = rule?.scope ?? null
  return scope === null || ROLE_SCOPES.supervisor.includes(scope)
}
