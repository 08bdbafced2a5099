/** A stretch of sound; 0 Hz is silence. */
export type Tone = { hertz: number; seconds: number }

/** Enough for tones up to 11 kHz; a warehouse hears nothing above. */
export const SAMPLE_RATE = 22_050

const LOUDNESS = 0.8
/** Edges rise and fall this long, or every tone would begin with a click. */
const EDGE_SECONDS = 0.006
/** Small speakers lose low tones; the overtones keep them audible. */
const OVERTONES = [
  { times: 1, share: 0.62 },
  { times: 2, share: 0.24 },
  { times: 3, share: 0.14 },
] as const

export function renderTones(tones: readonly Tone[]): Int16Array {
  return Int16Array.from(tones.flatMap(renderTone))
}

/** A WAV file of one channel, 16 bits. */
export function wavFile(samples: Int16Array): Uint8Array {
  const dataBytes = samples.length * 2
  const view = new DataView(new ArrayBuffer(44 + dataBytes))
  const text = (offset: number, value: string) => {
    for (let index = 0; index < value.length; index += 1) {
      view.setUint8(offset + index, value.charCodeAt(index))
    }
  }
  text(0, 'RIFF')
  view.setUint32(4, 36 + dataBytes, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, SAMPLE_RATE, true)
  view.setUint32(28, SAMPLE_RATE * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, dataBytes, true)
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, sample, true))
  return new Uint8Array(view.buffer)
}

function renderTone(tone: Tone): number[] {
  const length = Math.round(tone.seconds * SAMPLE_RATE)
  const edge = EDGE_SECONDS * SAMPLE_RATE
  return Array.from({ length }, (_, index) => {
    if (tone.hertz === 0) return 0
    const envelope = Math.min(1, index / edge, (length - index) / edge)
    const phase = (2 * Math.PI * tone.hertz * index) / SAMPLE_RATE
    const wave = OVERTONES.reduce(
      (sum, { times, share }) => sum + share * Math.sin(phase * times),
      0,
    )
    return Math.round(32_767 * LOUDNESS * envelope * wave)
  })
}
