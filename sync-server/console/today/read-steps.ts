import { sql } from 'kysely'
import { FIRST_STEPS, type FirstStep } from '#contract/http/today-routes.ts'
import type { Tx } from '../../store/index.ts'

/** What is still to be set up in this office, or null once all of it was. */
export async function readSteps(tx: Tx) {
  const { rows } = await sql<Record<FirstStep, boolean>>`
    SELECT EXISTS (SELECT FROM warehouse WHERE address <> '') AS warehouse,
      EXISTS (SELECT FROM region) AS region, EXISTS (SELECT FROM product) AS products,
      EXISTS (SELECT FROM capacity_slot) AS capacity, EXISTS (SELECT FROM operator) AS people,
      EXISTS (SELECT FROM station) AS station`.execute(tx)
  const [done] = rows
  if (done === undefined) throw new Error('EXISTS answers with one row')
  const steps = FIRST_STEPS.map((step) => ({ step, isDone: done[step] }))
  return steps.every(({ isDone }) => isDone) ? null : steps
}
