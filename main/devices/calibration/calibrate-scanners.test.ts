import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  CALIBRATION_CODE,
  CALIBRATION_HEAD,
  CALIBRATION_PATTERN,
  CALIBRATION_TAIL,
} from '#contract/barcode/calibration-code.ts'
import { GS } from '#contract/barcode/gs1.ts'
import { parseLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { splitAim } from '#contract/barcode/aim.ts'
import { manualClock } from '../../testing/manual-clock.ts'
import { tempFolder } from '../../testing/temp-folder.ts'
import type { Fault } from '../fault.ts'
import { CALIBRATION_WAIT_MS, calibrateScanners } from './calibrate-scanners.ts'
import { openProfileStore, PROFILES_FILE, profilesInMemory } from './profile-store.ts'

function desk(store = profilesInMemory(), configuredSeparator: string | null = null) {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00.000Z'))
  const faults: Fault[] = []
  const answers: boolean[] = []
  const calibration = calibrateScanners({
    store,
    clock,
    configuredSeparator: () => configuredSeparator,
    onFault: (_, fault) => faults.push(fault),
    onChange: () => {},
    answer: (_, isGood) => answers.push(isGood),
  })
  const scan = (text: string, scannerId = 's1') =>
    calibration.read({ scannerId, at: clock.now(), ...splitAim(text) })
  const said = (text: string, scannerId = 's1') => {
    const meant = scan(text, scannerId)
    return meant === null ? null : `${meant.aim ?? ''}${meant.text}`
  }
  return { clock, calibration, faults, answers, scan, said }
}

test('the calibration code is one of ours, with a check character that holds', () => {
  expect(parseLoadlineCode(CALIBRATION_CODE)).toEqual({ kind: 'calibration', payload: 'TEST' })
})

test('two scans of the sheet find out that all is well, for that scanner alone', () => {
  const { calibration, faults, answers, scan } = desk()
  expect(scan(`]C0${CALIBRATION_CODE}`)).toBeNull()
  expect(calibration.viewOf('s1')).toEqual({ state: 'waiting' })
  expect(calibration.viewOf('s2')).toBeNull()
  expect(scan(`]C1${CALIBRATION_PATTERN}`)).toBeNull()
  expect(calibration.viewOf('s1')).toEqual({
    state: 'found',
    foundAt: '2026-03-02T08:00:00.000Z',
    layout: null,
    isCapsInverted: false,
    separator: 'kept',
    separatorText: null,
    prefix: '',
    suffix: null,
    sendsAim: true,
    keyAverageMs: null,
    trouble: null,
  })
  expect(calibration.viewOf('s2')).toBeNull()
  expect([faults, answers]).toEqual([[], [true, true]])
})

test('[FAULT-17] a scanner that loses the separator is told of, in words that say what to do', () => {
  const { calibration, faults, answers, scan } = desk()
  scan(CALIBRATION_CODE)
  scan(`${CALIBRATION_HEAD}${CALIBRATION_TAIL}`)
  expect(calibration.profileOf('s1')).toMatchObject({
    separator: 'lost',
    sendsAim: false,
    trouble: 'separator-lost',
  })
  expect(faults).toMatchObject([{ code: 'scan-layout' }])
  expect(faults[0]?.detail).toContain('set it to send GS')
  expect(answers).toEqual([true, false])
})

test('[FAULT-17] a separator that comes as another character is put back, in GS1 codes only', () => {
  const { said, scan } = desk()
  scan(`]C0${CALIBRATION_CODE}`)
  scan(`]C1${CALIBRATION_HEAD}|${CALIBRATION_TAIL}`)
  expect(said(']C10109506000134352|10LOT7|17261231')).toBe(
    `]C10109506000134352${GS}10LOT7${GS}17261231`,
  )
  expect(said(']Q1LL1|3871|x')).toBe(']Q1LL1|3871|x')
  expect(said(']C0AB|CD')).toBe(']C0AB|CD')
  expect(said(']C10109506000134352|10LOT7', 's2')).toBe(']C10109506000134352|10LOT7')
})

test('the devices file may say what comes for a separator, and a calibration knows better', () => {
  const { said, scan } = desk(profilesInMemory(), '|')
  expect(said(']C10109506000134352|10LOT7')).toBe(`]C10109506000134352${GS}10LOT7`)
  scan(`]C0${CALIBRATION_CODE}`)
  scan(`]C1${CALIBRATION_PATTERN}`)
  expect(said(']C1010950600013435210A|B')).toBe(']C1010950600013435210A|B')
})

test('without AIM identifiers a mapped separator is put back where the code is then GS1', () => {
  const { said, scan } = desk()
  scan(CALIBRATION_CODE)
  scan(`${CALIBRATION_HEAD}%${CALIBRATION_TAIL}`)
  expect(said('010950600013435210LOT7%17261231')).toBe(`010950600013435210LOT7${GS}17261231`)
  expect(said('LL1|38%7')).toBe('LL1|38%7')
  expect(said('50% OFF')).toBe('50% OFF')
})

test('what a scanner puts before every code, and letters the other way round, are put right', () => {
  const { calibration, said, scan } = desk()
  const other = (text: string) =>
    text.replaceAll(/[a-z]/gi, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase()))
  scan(`~${CALIBRATION_CODE}`)
  scan(`~${other(`]C1${CALIBRATION_PATTERN}`)}`)
  expect(calibration.profileOf('s1')).toMatchObject({ prefix: '~', isCapsInverted: true })
  expect(said(`~${other(']C0Badge-42')}`)).toBe(']C0Badge-42')
})

test('a scanner that sends no identifiers keeps what looks like one', () => {
  const { scan } = desk()
  scan(CALIBRATION_CODE)
  scan(CALIBRATION_PATTERN)
  expect(scan(']C0LLCACKA')).toMatchObject({ aim: null, text: ']C0LLCACKA' })
})

test('work goes on: another code instead of the pattern is taken, and the pattern alone is a code', () => {
  const { calibration, said, scan } = desk()
  scan(CALIBRATION_CODE)
  expect(said('9506000134352')).toBe('9506000134352')
  expect(calibration.viewOf('s1')).toBeNull()
  expect(said(CALIBRATION_PATTERN)).toBe(CALIBRATION_PATTERN)
})

test('the second code comes within a minute, or the first is forgotten', () => {
  const { calibration, clock, said, scan } = desk()
  scan(CALIBRATION_CODE)
  clock.advance(CALIBRATION_WAIT_MS)
  expect(calibration.viewOf('s1')).toBeNull()
  expect(said(CALIBRATION_PATTERN)).toBe(CALIBRATION_PATTERN)
  expect(clock.waiting()).toBe(0)
})

test('what was found out survives a restart', () => {
  const folder = tempFolder()
  const first = desk(openProfileStore(folder))
  first.scan(CALIBRATION_CODE)
  first.scan(`]C1${CALIBRATION_HEAD}|${CALIBRATION_TAIL}`)
  const second = desk(openProfileStore(folder))
  expect(second.calibration.profileOf('s1')).toMatchObject({ separatorText: '|' })
})

test('a file that can’t be read is put aside, said, and kept', () => {
  const folder = tempFolder()
  const path = join(folder, PROFILES_FILE)
  writeFileSync(path, '{"s1":{"layout":"dvorak"}}')
  const troubles: string[] = []
  const store = openProfileStore(folder, (text) => troubles.push(text))
  expect(store.of('s1')).toBeNull()
  expect(troubles).toHaveLength(1)
  expect(readFileSync(`${path}.bad`, 'utf8')).toContain('dvorak')
})
