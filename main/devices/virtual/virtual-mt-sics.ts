import { shownNumber } from './virtual-scale-pan.ts'
import type { ScaleFace, VirtualScalePan } from './virtual-scale-pan.ts'
import type { ScaleVoice } from './virtual-scale-voices.ts'

const IDENTITY = 'I4 A "VIRTUAL-0001"'

/** Weight now, zero, tare, reset and identity; what waits or repeats is the listener's work. */
export const mtSicsVoice: ScaleVoice = {
  commandEnd: '\r\n',
  answer: (command, pan) => `${answer(command, pan)}\r\n`,
  frame: null,
  hello: `${IDENTITY}\r\n`,
}

function answer(command: string, pan: VirtualScalePan): string {
  switch (command) {
    case 'SI':
    case 'S':
      return weight(pan.face(), pan.load.stable)
    case 'Z':
    case 'ZI':
      if (!pan.zero()) return `${command} I`
      return command === 'Z' ? 'Z A' : 'ZI S'
    case 'T':
    case 'TI':
      return pan.tare() ? `${command} S ${kilograms(pan.tareGrams)}` : `${command} I`
    case 'TA':
      return `TA A ${kilograms(pan.tareGrams)}`
    case 'TAC':
      pan.clearTare()
      return 'TAC A'
    case '@':
    case 'I4':
      return IDENTITY
    default:
      return 'ES'
  }
}

function weight(face: ScaleFace, isStable: boolean): string {
  if (face.kind === 'over') return 'S +'
  if (face.kind === 'under') return 'S -'
  const number = `${face.grams < 0 ? '-' : ''}${shownNumber(face, 3)}`.padStart(10)
  return `S ${isStable ? 'S' : 'D'} ${number} ${face.unit}`
}

/** Ten characters, right-aligned, then the unit. */
function kilograms(grams: number): string {
  return `${(grams / 1_000).toFixed(3).padStart(10)} kg`
}
