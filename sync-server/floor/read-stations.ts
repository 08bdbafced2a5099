import type { z } from 'zod'
import type { Heartbeat, StationMode } from '#contract/sync/envelope.ts'
import { FLOOR_STATIONS_MAX, type FloorStation } from '#contract/sync/floor-answer.ts'
import { CLOCK_DRIFT_SHOWN_MS } from '#contract/sync/limits.ts'
import { logTroubleSentence } from '#contract/sync/log-trouble.ts'
import { isOnline } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'

/** Figures of the last hour say nothing once they are an hour old. */
const FIGURES_HOLD_MS = 60 * 60 * 1_000

type SeenStation = {
  floor: z.input<typeof FloorStation>
  devices: Pick<Heartbeat['devices'][number], 'kind' | 'state' | 'detail'>[]
  /** What it reports of people, where that is still of the last hour. */
  people: NonNullable<Heartbeat['people']>
}

/** The stations of a warehouse that were not taken out, by name, as they last reported. */
export async function readStations(
  tx: Tx,
  { warehouse, now }: { warehouse: string; now: number },
): Promise<SeenStation[]> {
  const rows = await tx
    .selectFrom('station')
    .select(['id', 'name', 'mode', 'last_seen_at', 'health'])
    .where('warehouse', '=', warehouse)
    .where('revoked_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(FLOOR_STATIONS_MAX)
    .execute()
  const names = await readNames(tx, warehouse)
  return rows.map((row) => {
    const health = row.health as Heartbeat | null
    const seenAt = row.last_seen_at
    const isRecent = seenAt !== null && now - Date.parse(seenAt) <= FIGURES_HOLD_MS
    const operatorId = health?.operatorId ?? null
    return {
      floor: {
        stationId: row.id,
        name: row.name,
        mode: row.mode as StationMode,
        online: isOnline(seenAt, now),
        lastSeenAt: seenAt,
        ...queueOf(health),
        troubles: troublesOf(health),
        operator:
          operatorId === null
            ? null
            : { id: operatorId, name: names.get(operatorId) ?? operatorId },
        work: health?.work ?? null,
        figures: isRecent ? (health?.figures ?? null) : null,
      },
      devices: (health?.devices ?? []).map(({ kind, state, detail }) => ({ kind, state, detail })),
      people: isRecent ? (health?.people ?? []) : [],
    }
  })
}

/** Picks of the last hour by person, most first; over all benches that they worked at. */
export async function peopleOf(tx: Tx, warehouse: string, stations: readonly SeenStation[]) {
  const names = await readNames(tx, warehouse)
  const people = new Map<string, { picksLastHour: number; stations: string[] }>()
  for (const { floor, people: reported } of stations) {
    for (const { operatorId, picksLastHour } of reported) {
      const known = people.get(operatorId) ?? { picksLastHour: 0, stations: [] }
      people.set(operatorId, {
        picksLastHour: known.picksLastHour + picksLastHour,
        stations: [...known.stations, floor.name],
      })
    }
  }
  return [...people]
    .map(([operatorId, person]) => ({
      operatorId,
      name: names.get(operatorId) ?? operatorId,
      ...person,
    }))
    .toSorted((a, b) => b.picksLastHour - a.picksLastHour || a.name.localeCompare(b.name))
}

async function readNames(tx: Tx, warehouse: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('operator')
    .select(['ref', 'name'])
    .where('warehouse', '=', warehouse)
    .execute()
  return new Map(rows.map(({ ref, name }) => [ref, name]))
}

function queueOf(health: Heartbeat | null) {
  const { pending = 0, oldestPendingAt = null, clockOffsetMs = 0 } = health ?? {}
  const trouble = health?.logTrouble ?? null
  return {
    pending,
    oldestPendingAt,
    clockOffsetMs,
    clockIsOff: Math.abs(clockOffsetMs) > CLOCK_DRIFT_SHOWN_MS,
    logTrouble: trouble === null ? null : logTroubleSentence(trouble),
  }
}

function troublesOf(health: Heartbeat | null) {
  return (health?.devices ?? [])
    .filter(({ state }) => state !== 'ready')
    .map(({ kind, state, detail, since = null }) => ({ kind, state, detail, since }))
}
