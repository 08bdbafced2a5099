import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './bootstrap.mjs'
import { renderTones, SAMPLE_RATE, wavFile } from './tones.ts'

test('a tone has its length and its pitch and begins without a click', () => {
  const samples = renderTones([{ hertz: 440, seconds: 0.5 }])
  expect(samples).toHaveLength(SAMPLE_RATE / 2)
  expect(Math.abs(samples[0] ?? 1)).toBe(0)
  const rises = samples.filter((sample, index) => sample >= 0 && (samples[index - 1] ?? 0) < 0)
  expect(Math.abs(rises.length - 220)).toBeLessThan(3)
})

test('a file says one channel, 16 bits and its own length', () => {
  const file = new DataView(wavFile(renderTones([{ hertz: 440, seconds: 0.1 }])).buffer)
  expect(file.getUint16(22, true)).toBe(1)
  expect(file.getUint16(34, true)).toBe(16)
  expect(file.getUint32(40, true)).toBe(file.byteLength - 44)
})

test('the three sounds of a bench are there, short and all different', () => {
  const sounds = ['good', 'wrong', 'stop'].map((name) =>
    readFileSync(join(root, `resources/sounds/${name}.wav`)),
  )
  expect(new Set(sounds.map((sound) => sound.toString('base64'))).size).toBe(3)
  for (const sound of sounds) {
    expect(sound.subarray(0, 4).toString()).toBe('RIFF')
    expect(sound.length).toBeLessThan(SAMPLE_RATE * 2)
  }
})
