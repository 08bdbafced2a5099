import { fail, ok } from '../result.ts'
import type { Result } from '../result.ts'

/** What every enrolment code opens with; no code that a working bench knows does. */
export const ENROLMENT_QR_PREFIX = 'LLENROL1|'

/** Characters of an office's address; a longer one makes a QR that is hard to scan from a screen. */
export const OFFICE_ADDRESS_MAX = 200

/** Characters of a station code as it may be typed, with blanks and hyphens. */
export const STATION_CODE_TYPED_MAX = 40

/** Where an office is and the code that makes a bench out of whoever brings it, once. */
export type Enrolment = { officeUrl: string; code: string }

export type EnrolmentQrTrouble =
  | 'not-enrolment'
  | 'damaged'
  /** The address is no web address. */
  | 'bad-address'
  /** Plain http to another machine: everybody on the network could read along. */
  | 'plain-http'
  /** It names a key of the office that this version can't check, and must not be taken unchecked. */
  | 'pinned-key'

/**
 * The text of the QR that enrols a bench: `LLENROL1|<office address>|<code>|<pin>`. The last part is kept
 * for the pin of an office's key and empty as long as offices have none.
 */
export function enrolmentQr({ officeUrl, code }: Enrolment): string {
  return `${ENROLMENT_QR_PREFIX}${officeUrl}|${code}|`
}

/** An enrolment QR taken apart; only what a bench may act on comes out. */
export function parseEnrolmentQr(text: string): Result<Enrolment, EnrolmentQrTrouble> {
  if (!text.startsWith(ENROLMENT_QR_PREFIX)) return fail('not-enrolment')
  const parts = text.slice(ENROLMENT_QR_PREFIX.length).split('|')
  const [address = '', code = '', pin] = parts
  if (parts.length !== 3 || !isStationCode(code)) return fail('damaged')
  if (pin !== '') return fail('pinned-key')
  const office = readOfficeAddress(address)
  return office.ok ? ok({ officeUrl: office.value, code }) : office
}

/** Letters, digits, blanks and hyphens: the office itself says whether it is one of its codes. */
export function isStationCode(text: string): boolean {
  return /^[A-Z0-9][A-Z0-9 -]{3,}$/i.test(text) && text.length <= STATION_CODE_TYPED_MAX
}

/**
 * An office's origin as a bench may call it: https, or http on this very machine. What follows the host is
 * left off; names with a user in front, as phishing uses them, are refused.
 */
export function readOfficeAddress(text: string): Result<string, 'bad-address' | 'plain-http'> {
  if (text.length > OFFICE_ADDRESS_MAX) return fail('bad-address')
  const [, scheme = '', host = '', port] =
    /^(https?):\/\/([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(?:[/?#][^\s@\\]*)?$/i.exec(
      text,
    ) ?? []
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
  if (host === '' || !isPort) return fail('bad-address')
  const name = host.toLowerCase()
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(name)
  if (scheme.toLowerCase() === 'http' && !isLoopback) return fail('plain-http')
  return ok(`${scheme.toLowerCase()}://${name}${port === undefined ? '' : `:${port}`}`)
}

/** What somebody typed: an address without `https://` in front means it. */
export function readTypedAddress(text: string): Result<string, 'bad-address' | 'plain-http'> {
  const typed = text.trim()
  return readOfficeAddress(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`)
}
