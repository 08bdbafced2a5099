// Writes resources/sounds/*.wav: `node scripts/make-sounds.ts`. The files are committed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { renderTones, wavFile, type Tone } from './tones.ts'

/** Told apart without looking: high is right, low and double is wrong, an alternating call is stop. */
const SOUNDS: Record<string, readonly Tone[]> = {
  good: [{ hertz: 1_760, seconds: 0.09 }],
  wrong: [
    { hertz: 220, seconds: 0.16 },
    { hertz: 0, seconds: 0.06 },
    { hertz: 165, seconds: 0.3 },
  ],
  stop: [
    { hertz: 660, seconds: 0.14 },
    { hertz: 440, seconds: 0.14 },
    { hertz: 660, seconds: 0.14 },
    { hertz: 440, seconds: 0.22 },
  ],
}

const folder = join(root, 'resources/sounds')
mkdirSync(folder, { recursive: true })
for (const [name, tones] of Object.entries(SOUNDS)) {
  writeFileSync(join(folder, `${name}.wav`), wavFile(renderTones(tones)))
}
