/**
 * The application identifiers of GS1 General Specifications 3.2 and the form of what follows them.
 * We keep this table ourselves because gs1-barcode-parser-mod 1.2.1 reads the wall clock for its
 * century window, rolls month 13 over into the next year, turns weights into floats, checks neither
 * check digits nor character sets nor greatest lengths, and has no types.
 */

/** N digits, X and Y and Z the GS1 character sets 82, 39 and 64. */
export type AiCharset = 'N' | 'X' | 'Y' | 'Z'

/** One part of a value; only the last part of an identifier may vary in length. */
export type AiPart = {
  charset: AiCharset
  minLength: number
  maxLength: number
  rule: 'check-digit' | 'date' | null
}

export type AiFormat = {
  ai: string
  parts: readonly AiPart[]
  minLength: number
  maxLength: number
  /** Digits after the decimal point, where the identifier's last digit says so. */
  decimals: number | null
  /** Length known from the first two digits, so no separator follows (General Specifications 7.8.5). */
  predefinedLength: boolean
}

/**
 * One line per form. `N18` is eighteen digits, `X..20` one to twenty, `X0..16` none to sixteen;
 * `c` ends in a check digit, `d` starts with YYMMDD. `310n` stands for 3100 to 3105.
 */
const FORMS: readonly (readonly [form: string, identifiers: string])[] = [
  ['N18c', '00 8017 8018'],
  ['N14c', '01 02 03'],
  ['N6d', '11 12 13 15 16 17 4326 7006'],
  ['N2', '20 7241'],
  ['X..20', '10 21 22 243 254 420 4318 7020 7021 7022 710 711 712 713 714 715 716 717 7240 8002'],
  ['X..20', '8012 8020'],
  ['X..28', '235'],
  ['X..30', '240 241 250 251 400 401 403 4308 4319 7002 7023 8004 90'],
  ['N..6', '242'],
  ['N13c X0..17', '253'],
  ['N13c N0..12', '255'],
  ['N..8', '30 37'],
  ['N17c', '402'],
  ['N13c', '410 411 412 413 414 415 416 417'],
  ['N3 X..9', '421'],
  ['N3', '422 424 426'],
  ['N3..15', '423 425'],
  ['X..3', '427 7008'],
  ['X..35', '4300 4301 4310 4311 4320'],
  ['X..70', '4302 4303 4304 4305 4306 4312 4313 4314 4315 4316 7257 8110 8112'],
  ['X2', '4307 4317'],
  ['N20', '4309'],
  ['N1', '4321 4322 4323 7252'],
  ['N10d', '4324 4325 7003'],
  ['N6 X0..1', '4330 4331 4332 4333'],
  ['N13', '7001'],
  ['N..4', '7004'],
  ['X..12', '7005'],
  ['N6d N0..6', '7007'],
  ['X..10', '7009 7255'],
  ['X..2', '7010'],
  ['N6d N0..4', '7011'],
  ['N3 X..27', '7030 7031 7032 7033 7034 7035 7036 7037 7038 7039'],
  ['N1 X3', '7040'],
  ['X2 X..28', '7230 7231 7232 7233 7234 7235 7236 7237 7238 7239'],
  ['X..25', '7242 8013 8014'],
  ['N8', '7250'],
  ['N12', '7251'],
  ['X..40', '7253 7254 7259'],
  ['X..90', '7256 91 92 93 94 95 96 97 98 99'],
  ['X3', '7258'],
  ['N14', '8001'],
  ['N14c X0..16', '8003'],
  ['N6', '8005'],
  ['N14c N4', '8006 8026'],
  ['Y..34', '8007'],
  ['N6d N2 N0..4', '8008'],
  ['X..50', '8009'],
  ['Y..30', '8010'],
  ['N..12', '8011'],
  ['N..10', '8019'],
  ['Z..90', '8030'],
  ['N4', '8111'],
  ['N6', '310n 311n 312n 313n 314n 315n 316n 320n 321n 322n 323n 324n 325n 326n 327n 328n 329n'],
  ['N6', '330n 331n 332n 333n 334n 335n 336n 337n 340n 341n 342n 343n 344n 345n 346n 347n 348n'],
  ['N6', '349n 350n 351n 352n 353n 354n 355n 356n 357n 360n 361n 362n 363n 364n 365n 366n 367n'],
  ['N6', '368n 369n'],
  ['N..15', '390n 392n'],
  ['N3 N..15', '391n 393n'],
  ['N4', '394n'],
  ['N6', '395n'],
]

/** General Specifications figure 7.8.5-2: what starts with these needs no separator behind it. */
const PREDEFINED = /^(?:0[0-4]|1[1-9]|20|3[1-6]|41)/

/** Decimal places an identifier ending in `n` may state: amounts up to nine, the rest up to five. */
const DECIMALS_MAX = 5
const AMOUNT_DECIMALS_MAX = 9

/** Every identifier we know, by its two to four digits. */
export const APPLICATION_IDENTIFIERS: ReadonlyMap<string, AiFormat> = new Map(
  FORMS.flatMap(([form, identifiers]) =>
    identifiers
      .split(' ')
      .flatMap((name) => expand(name).map((ai) => [ai.ai, formatOf(ai, form)] as const)),
  ),
)

/** The identifier that `text` has at `offset`, or undefined. No identifier is the start of another. */
export function findApplicationIdentifier(text: string, offset: number): AiFormat | undefined {
  for (const length of [2, 3, 4]) {
    const format = APPLICATION_IDENTIFIERS.get(text.slice(offset, offset + length))
    if (format !== undefined) return format
  }
  return undefined
}

function expand(name: string): { ai: string; decimals: number | null }[] {
  if (!name.endsWith('n')) return [{ ai: name, decimals: null }]
  const last = /^39[0-3]/.test(name) ? AMOUNT_DECIMALS_MAX : DECIMALS_MAX
  return Array.from({ length: last + 1 }, (_, decimals) => ({
    ai: `${name.slice(0, -1)}${decimals}`,
    decimals,
  }))
}

function formatOf({ ai, decimals }: { ai: string; decimals: number | null }, form: string) {
  const parts = form.split(' ').map(partOf)
  return {
    ai,
    parts,
    minLength: parts.reduce((sum, part) => sum + part.minLength, 0),
    maxLength: parts.reduce((sum, part) => sum + part.maxLength, 0),
    decimals,
    predefinedLength: PREDEFINED.test(ai),
  }
}

function partOf(text: string): AiPart {
  const match = /^([NXYZ])(\d*)(?:\.\.(\d+))?([cd]?)$/.exec(text)
  if (match === null) throw new Error(`no such form: ${text}`)
  const [, charset, first = '', last, rule] = match
  return {
    charset: charset as AiCharset,
    minLength: first === '' ? 1 : Number(first),
    maxLength: Number(last ?? first),
    rule: rule === 'c' ? 'check-digit' : rule === 'd' ? 'date' : null,
  }
}
