import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { DoctorView } from '#contract/rpc/doctor-view.ts'
import { systemClock } from '../../clock.ts'
import { uuidV7 } from '../../ids.ts'
import { portOf, StartError, type StartFlags } from '../../start-flags.ts'
import { lockDataFolder } from '../../store/single-instance.ts'
import { openProfileStore } from '../calibration/profile-store.ts'
import type { DeviceConfig } from '../device-config.ts'
import { readDevicesFile } from '../read-devices-file.ts'
import { sayResult, sayView, visitDevices } from './visit-devices.ts'

/** A bench on this machine answers at once. */
const ASK_TIMEOUT_MS = 10_000

/**
 * `--doctor`: looks at the devices of a running bench, or opens them itself where none runs. Ends with 0
 * when there is nothing to do, else with 1.
 */
export async function runDoctor(flags: StartFlags): Promise<void> {
  const config = readDevicesFile(flags.devices)
  const folder = flags.data === '' || !existsSync(flags.data) ? null : resolve(flags.data)
  const lock = folder === null ? null : lockOf(folder)
  const isWell =
    folder !== null && lock === 'taken'
      ? await askBench(folder, portOf(flags.port))
      : await visit(config, folder, flags['print-rulers'] === true)
  if (lock !== null && lock !== 'taken') lock.release()
  process.exitCode = isWell ? 0 : 1
}

function lockOf(folder: string): ReturnType<typeof lockDataFolder> | 'taken' {
  try {
    return lockDataFolder(folder)
  } catch {
    return 'taken'
  }
}

/** Its devices are open already, so the bench is asked how they are. */
async function askBench(folder: string, port: number): Promise<boolean> {
  const path = join(folder, 'local-token')
  const written = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  const token = process.env['LOADLINE_STATION_TOKEN'] ?? written
  const answer = await fetch(`http://127.0.0.1:${port}/v1/doctor`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
  }).catch(() => null)
  if (answer?.ok !== true) {
    throw new StartError(
      `A bench uses ${folder}, and does not answer at port ${port}. Give its --port, or stop it first.`,
    )
  }
  const view = DoctorView.parse(await answer.json())
  say('The bench of this folder is running; this is what it says of its devices.\n')
  sayView(view, say)
  say('\nTests are on its screen, under Devices.')
  return sayResult(true, view, say)
}

async function visit(
  config: DeviceConfig,
  dataFolder: string | null,
  printsRulers: boolean,
): Promise<boolean> {
  const terminal = process.stdin.isTTY
    ? createInterface({ input: process.stdin, output: process.stdout })
    : null
  // oxlint-disable-next-line no-restricted-properties -- this start's one source of chance
  const random = Math.random
  try {
    return await visitDevices({
      config,
      clock: systemClock,
      newId: uuidV7(systemClock),
      random,
      ...(dataFolder === null ? {} : { profiles: openProfileStore(dataFolder) }),
      say,
      ask: async (question, about) => {
        if (printsRulers && about === 'ruler') return true
        if (terminal === null) return false
        return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
      },
    })
  } finally {
    terminal?.close()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
