import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { SendBlock } from '#contract/rpc/bench-view.ts'
import { moveHands } from '../chaos/bench-hands.ts'
import {
  chaosSeed,
  type ChaosFloor,
  healAndDrain,
  type Stand,
  startChaosFloor,
} from '../chaos/chaos-floor.ts'
import { workThrough } from '../chaos/storm.ts'
import { plugDevices, type ProcessBench } from '../support/bench-floor.ts'
import type { Item } from '../support/troubles.ts'

/** Moves of the bench that goes on, and of the clone that does not; the clone makes fewer. */
const MOVES_ON = 10
const MOVES_OF_CLONE = 5

let floor: ChaosFloor

afterEach(() => floor.close())

test('[ID-2] a cloned disk that went its own way: its bytes are kept, a person is told, the other goes on', async () => {
  const { original, clone } = await cloneDisk(20)
  floor.proxy.setWeather('black-hole')
  await floor.restartBench(clone)
  await move(clone, MOVES_OF_CLONE)
  const made = (await clone.bench.state()).log
  expect(made.pending).toBeGreaterThan(0)
  floor.proxy.setWeather('fair')

  await clone.bench.until('it stops itself', (state) => blockOf(state) === 'forked')
  await requireStopped(clone, made.lastSeq)
  const { items } = await floor
    .office()
    .get<{ items: Item[] }>('/v1/exceptions?open=true&limit=500')
  const forks = items.filter(({ code }) => code === 'fork')
  expect(forks).toHaveLength(1)
  expect(forks[0]?.sentence).toContain('Pack 1')
  const [kept] = await floor.cluster.query<{ actions: string }>('SELECT actions FROM forked_push')
  const bytes = JSON.parse(kept?.actions ?? '[]') as { seq: number }[]
  expect(bytes.at(-1)?.seq).toBe(made.lastSeq)
  await requireGoesOn(original)
})

test('[ID-2] a cloned disk with nothing of its own stops itself and says so at the bench', async () => {
  const { original, clone } = await cloneDisk(21)
  const { lastSeq } = (await original.bench.state()).log
  await floor.restartBench(clone)
  const held = await clone.bench.until('it stops itself', (state) => blockOf(state) === 'set-back')
  expect(held.log.lastSeq).toBeLessThan(lastSeq)
  await requireStopped(clone, held.log.lastSeq)
  await requireGoesOn(original)
})

/** A bench at work, and its disk of a moment ago in a second machine that is not started yet. */
async function cloneDisk(seed: number): Promise<{ original: Stand; clone: Stand }> {
  floor = await startChaosFloor({ seed: chaosSeed(seed), benches: 1 })
  const [original] = floor.stands
  if (original === undefined) throw new Error('there is no bench')
  await floor.order(20)
  await original.bench.until('people are known', ({ server }) => server.online)
  await workThrough(floor, 20, () => undefined)
  await healAndDrain(floor)
  await original.bench.process.stop()
  const folder = join(floor.folder, 'clone')
  cpSync(original.folder, folder, { recursive: true })
  const devices = await plugDevices()
  const clone = { ...original, name: 'the clone', folder, devices, promised: new Set<number>() }
  await floor.restartBench(original)
  await move(original, MOVES_ON)
  await original.bench.until('it is all answered', ({ log }) => log.pending === 0)
  floor.stands.push(clone)
  return { original, clone }
}

async function move(stand: Stand, count: number): Promise<void> {
  const badge = floor.badges['sanne'] ?? ''
  for (let n = 0; n < count; n += 1) await moveHands(stand, badge, floor.chance)
}

/** It records nothing more, keeps all it has, and its screen says what to do. */
async function requireStopped(stand: Stand, lastSeq: number): Promise<void> {
  const { workflow } = await stand.bench.until(
    'it says so',
    (state) => state.workflow.alert !== null,
  )
  expect(workflow.alert?.message).toMatch(/supervisor/)
  expect((await stand.bench.scan('8712345000011')).status).toBe(507)
  expect((await stand.bench.state()).log.lastSeq).toBe(lastSeq)
}

/** As if nothing had been. */
async function requireGoesOn(stand: Stand): Promise<void> {
  const before = (await stand.bench.state()).log.lastSeq
  await move(stand, MOVES_ON)
  const after = await stand.bench.until('it goes on', ({ log }) => log.pending === 0)
  expect(after.log.lastSeq).toBeGreaterThan(before)
  expect(blockOf(after)).toBe('none')
  const [row] = await floor.cluster.query<{ last_seq: string }>('SELECT last_seq FROM station')
  expect(Number(row?.last_seq)).toBe(after.log.lastSeq)
}

function blockOf({ server }: Awaited<ReturnType<ProcessBench['state']>>): SendBlock | undefined {
  return (server as { block?: SendBlock }).block
}
