import { splitAim } from '#contract/barcode/aim.ts'
import { readCommand, type LoadlineCode } from '#contract/barcode/loadline-code.ts'
import { readCode, type CodeReading } from '#contract/barcode/read-code.ts'

/** Characters of a scan that logs and screens keep. */
export const SHOWN_TEXT_MAX = 60

/**
 * What a scan is, and the text of it that may be logged and shown: badges are secrets and unit labels
 * carry a customer's name, so neither leaves this function, not even when it was read badly.
 */
export function readScan(scan: { text: string; aim?: string | null }): {
  reading: CodeReading
  shown: string
} {
  // Null is a driver's word that there is none: what looks like one is then part of the code.
  const { aim, text } =
    scan.aim === undefined ? splitAim(scan.text) : { aim: scan.aim, text: scan.text }
  const reading = readCode({ text, aim })
  return { reading, shown: shownText(reading, text) }
}

function shownText(reading: CodeReading, text: string): string {
  if (reading.kind === 'loadline' && reading.code.kind === 'badge') return 'badge'
  if (reading.kind === 'loadline') return printedName(reading.code) ?? text
  if (reading.kind === 'unit-qr') return `(00)${reading.unitId} copy ${reading.copy}`
  // Behind an AIM id, too, of a scanner that was set to send none.
  if (/^\W*(?:[A-Z]\w)?LLB/i.test(text)) return 'badge'
  if (/^\W*(?:[A-Z]\w)?LL1\|/i.test(text)) return 'unit label'
  // Whoever reads it could become a bench of this office.
  if (/^\W*(?:[A-Z]\w)?LLENROL/i.test(text)) return 'enrolment code'
  return printable(text).slice(0, SHOWN_TEXT_MAX)
}

/** The word under a command's or a reason's bars; other codes are known by their own text. */
function printedName({ kind, payload }: LoadlineCode): string | null {
  if (kind === 'reason') return payload
  if (kind !== 'command') return null
  const command = readCommand(payload)
  if (command === null) return null
  return command.kind === 'quantity' ? `× ${command.quantity}` : command.name
}

function printable(text: string): string {
  return text
    .slice(0, SHOWN_TEXT_MAX * 2)
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .toWellFormed()
}
