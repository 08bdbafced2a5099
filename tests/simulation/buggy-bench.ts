import { buildSscc } from '#contract/barcode/sscc.ts'
import type { Chance } from './chance.ts'
import type { SimStation } from './sim-station.ts'

/** An action that no working bench would record; `what` says what is wrong with it. */
export type BuggyAction = {
  what: string
  type: string
  payload: Record<string, unknown>
  operatorId: string | null
}

type Wrong = (station: SimStation, chance: Chance) => Omit<BuggyAction, 'what'> | null

/** Payloads that no office can read (PUSH-6). */
export const POISON = [
  { type: 'pick.confirm', payload: { pickListId: 7 } },
  { type: 'pack.weigh', payload: {} },
  { type: 'load.add', payload: { loadId: 'L-1', unitId: 'not a number' } },
  { type: 'pick.claim', payload: null },
] as const

/** Serials that are nobody's, out of reach of every range that is ever leased. */
const STRAY_SERIAL = 9_000_000

const PICKER = 'emma'
const SUPERVISOR = 'ilse'

/** Something wrong with what the bench knows; null when it knows of nothing that fits. */
export function buggyAction(station: SimStation, chance: Chance): BuggyAction | null {
  const what = chance.pick(Object.keys(WRONGS))
  const found = WRONGS[what]?.(station, chance) ?? null
  return found === null ? null : { what, ...found }
}

/** Each breaks a rule that the bench itself would have stopped at, so that the office has to (FACT-1). */
const WRONGS: Record<string, Wrong> = {
  'more than asked for': (station, chance) => {
    const found = anyLine(station, chance)
    return found && pick(found, found.line.requested + 2)
  },
  'more than there is': (station, chance) => {
    const found = anyLine(station, chance)
    return found && chance.hit(0.3) ? pick(found, 200) : null
  },
  'another lot': (station, chance) => {
    const meant = (line: Line | undefined) => line?.lot ?? line?.reservedLot
    const isOfOneLot = (line: Line) => line.singleLot === true && meant(line) !== undefined
    const found = anyLine(station, chance, isOfOneLot)
    const lot = ['T1', 'T2', 'T3'].find((one) => one !== meant(found?.line)) ?? 'T1'
    return found && pick(found, 1, { lot })
  },
  'goods of a cancelled order': ({ floor }, chance) => {
    const lists = floor.view.pickLists().filter(({ status }) => status === 'cancelled')
    const list = lists.length === 0 ? undefined : chance.pick(lists)
    const line = list?.lines[0]
    return list && line ? pick({ pickListId: list.id, line }, 1) : null
  },
  'a line that is none': () => claimed('pick.short', PICKER, { ...NOWHERE, reason: 'damaged' }),
  'a number of nobody': ({ identity }, chance) => {
    const unitId = buildSscc(identity.numberRange.prefix, STRAY_SERIAL + chance.below(10_000))
    return claimed('pack.open', PICKER, { unitId, kind: 'carton' })
  },
  'a weight far off': (station, chance) => weigh(station, chance, {}),
  'an override by a picker': (station, chance) =>
    weigh(station, chance, { override: { operatorId: PICKER, reason: 'in a hurry' } }),
  'an old label': (station, chance) => {
    const unit = anyUnit(station, chance, ({ label }) => label.lastCopy > 0)
    const copy = unit === undefined ? 1 : Math.max(1, unit.label.lastCopy - 1)
    if (unit === undefined) return null
    return chance.hit(0.5)
      ? claimed('label.print', PICKER, {
          unitId: unit.id,
          copy: unit.label.lastCopy + 1,
          printerId: 'p1',
          outcome: 'printed',
        })
      : claimed('label.verify', PICKER, { unitId: unit.id, copy })
  },
  'goods into a closed unit': (station, chance) => {
    const unit = anyUnit(station, chance, ({ status }) => status !== 'open')
    const found = anyLine(station, chance)
    return unit && found ? pick(found, 1, { unitId: unit.id }) : null
  },
  'a unit onto any truck': (station, chance) => {
    const unit = anyUnit(station, chance, ({ status }) => status === 'closed')
    const load = anyLoad(station, chance)
    if (unit === undefined || load === null) return null
    return claimed('load.add', SUPERVISOR, { loadId: load.id, unitId: unit.id })
  },
  'a departure without a unit': (station, chance) => {
    const load = anyLoad(station, chance)
    const [unit] = load?.units ?? []
    return load && unit && chance.hit(0.5)
      ? claimed('load.depart', SUPERVISOR, { loadId: load.id, leftBehind: [unit.unitId] })
      : null
  },
  'a count': (_station, chance) => {
    const sku = chance.pick(['OAK-14', 'GLUE-5', 'FELT-3', 'NO-SUCH'])
    return claimed('stock.count', PICKER, { sku, counted: chance.between(20, 90) })
  },
  'a claim of nothing': () => claimed('pick.claim', PICKER, { pickListId: 'no-such-list' }),
  'a claim by nobody': (station, chance) => {
    const lists = station.floor.view.pickLists()
    return lists.length === 0
      ? null
      : claimed('pick.claim', null, { pickListId: chance.pick(lists).id })
  },
  'a confirmation of a load of others': (station, chance) => {
    const load = anyLoad(station, chance)
    return load ? claimed('load.confirm', SUPERVISOR, { loadId: load.id }) : null
  },
}

const NOWHERE = { pickListId: 'no-such-list', lineNo: 1, quantity: 1 }

function claimed(type: string, operatorId: string | null, payload: Record<string, unknown>) {
  return { type, operatorId, payload }
}

type Found = { pickListId: string; line: { lineNo: number } }

function pick({ pickListId, line }: Found, quantity: number, more: Record<string, unknown> = {}) {
  const payload = { pickListId, lineNo: line.lineNo, quantity, ...more }
  return claimed('pick.confirm', PICKER, payload)
}

function weigh(station: SimStation, chance: Chance, more: Record<string, unknown>) {
  const unit = anyUnit(station, chance, ({ status, contents }) => {
    return status === 'open' && contents.length > 0
  })
  if (unit === undefined) return null
  const weights = { grossGrams: 20_000, expectedGrams: 5_000, toleranceGrams: 50 }
  return claimed('pack.weigh', PICKER, { unitId: unit.id, ...weights, source: 'scale', ...more })
}

type Line = ReturnType<SimStation['floor']['view']['pickLists']>[number]['lines'][number]

function anyLine(
  station: SimStation,
  chance: Chance,
  isMeant: (line: Line) => boolean = () => true,
) {
  const lines = station.floor.view
    .pickLists()
    .filter(({ status }) => status !== 'cancelled')
    .flatMap(({ id: pickListId, lines: own }) =>
      own
        .filter((line) => line.requested > 0 && isMeant(line))
        .map((line) => ({ pickListId, line })),
    )
  return lines.length === 0 ? null : chance.pick(lines)
}

type AnyUnit = ReturnType<SimStation['floor']['view']['unitsOf']>[number]

function anyUnit(station: SimStation, chance: Chance, isMeant: (unit: AnyUnit) => boolean) {
  const { view } = station.floor
  const units = view
    .pickLists()
    .flatMap((list) => view.unitsOf(list))
    .filter(isMeant)
  return units.length === 0 ? undefined : chance.pick(units)
}

function anyLoad(station: SimStation, chance: Chance) {
  const loads = station.floor.view.loads()
  return loads.length === 0 ? null : chance.pick(loads)
}
