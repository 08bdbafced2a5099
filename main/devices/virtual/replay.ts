import type { Clock } from '../../clock.ts'
import type { RecordedEvent } from '../recorder/recorded-event.ts'
import { badgeReplacer, withBadge } from './replay-badge.ts'
import { type ReplayDevice, startReplayDevice } from './replay-device.ts'
import { type Tape, type TapeDevice, type TapeStep, tapeOf } from './replay-tape.ts'

/** Devices that scan or weigh must be looked at before the tape starts, or its first words are lost. */
const LOOK_EVERY_MS = 50

export type Replay = {
  tape: Tape
  devices: ReadonlyMap<string, ReplayDevice>
  /** What `--devices` of a bench must hold to be attached to these. */
  deviceConfig: () => object
  /** The last step was played. */
  finished: Promise<void>
  close: () => Promise<void>
}

type Options = {
  events: readonly RecordedEvent[]
  clock: Clock
  /** 2 plays in half the time; what devices are asked is answered as fast. */
  speed?: number
  /** Signs in wherever the recording has a badge. */
  badge?: string | null
}

/**
 * Plays the device side of a recording with its timing, once a bench is attached to every scanner and
 * scale of it.
 */
export async function startReplay(options: Options): Promise<Replay> {
  const { clock, speed = 1, badge = null } = options
  const tape = tapeOf(options.events)
  let startedAtMs: number | null = null
  const tapeMs = (): number =>
    startedAtMs === null ? 0 : (clock.monotonicMs() - startedAtMs) * speed
  const devices = new Map<string, ReplayDevice>()
  for (const device of tape.devices) {
    devices.set(device.id, await startReplayDevice(device, { clock, tapeMs, speed }))
  }
  const steps = stepsOf(tape, badge)
  let cancel = (): void => {}
  const finished = new Promise<void>((resolve) => {
    const playFrom = (index: number): void => {
      const next = steps[index]
      if (next === undefined) return resolve()
      const waitMs = Math.max(0, next.step.atMs - tapeMs()) / speed
      cancel = clock.after(waitMs, () => {
        devices.get(next.id)?.play(next.step)
        playFrom(index + 1)
      })
    }
    const waitForBench = (): void => {
      if (!isAttached(tape, devices)) {
        cancel = clock.after(LOOK_EVERY_MS, waitForBench)
        return
      }
      startedAtMs = clock.monotonicMs()
      playFrom(0)
    }
    waitForBench()
  })
  return {
    tape,
    devices,
    deviceConfig: () => configOf(tape, devices),
    finished,
    close: async () => {
      cancel()
      for (const device of devices.values()) await device.close()
    },
  }
}

function isAttached(tape: Tape, devices: ReadonlyMap<string, ReplayDevice>): boolean {
  return tape.devices.every(({ id, kind }) => {
    return kind === 'printer' || devices.get(id)?.isConnected() === true
  })
}

type OwnedStep = { id: string; step: TapeStep }

function stepsOf({ devices }: Tape, badge: string | null): OwnedStep[] {
  return devices.flatMap(withBadges(badge)).sort((a, b) => a.step.atMs - b.step.atMs)
}

function withBadges(badge: string | null): (device: TapeDevice) => OwnedStep[] {
  return ({ id, steps }) => {
    const replace = badgeReplacer(badge)
    return steps.map((step) => {
      if (step.do === 'send') return { id, step: { ...step, bytes: replace(step.bytes) } }
      if (step.do === 'scan') return { id, step: { ...step, text: withBadge(step.text, badge) } }
      return { id, step }
    })
  }
}

/** Devices whose meaning is played speak the plainest language there is. */
function configOf(tape: Tape, devices: ReadonlyMap<string, ReplayDevice>): object {
  const of = (kind: TapeDevice['kind'], speaks: string, plain: object) =>
    tape.devices
      .filter((device) => device.kind === kind)
      .map(({ id, settings, plays, speaks: own }) => ({
        ...settings,
        [speaks]: own,
        ...(plays === 'meaning' ? plain : {}),
        id,
        link: `tcp://127.0.0.1:${devices.get(id)?.port ?? 0}`,
      }))
  const nothing = undefined
  return {
    scanners: of('scanner', 'profile', { profile: 'none', suffix: '\r\n', prefix: nothing }),
    scales: of('scale', 'protocol', { protocol: 'mt-sics', mode: nothing, unit: nothing }),
    printers: of('printer', 'language', {}),
  }
}
