import {
  parseLoadlineCode,
  readCommand,
  readReason,
  type ReasonPurpose,
} from '#contract/barcode/loadline-code.ts'
import type { DemoCode } from '../demo/demo-codes.ts'
import { bars, grid, mark, section, sheetHtml } from './sheet-page.ts'
import {
  CALIBRATION_STEPS,
  CALIBRATION_TITLE,
  COMMAND_GROUPS,
  COMMAND_WORDS,
  PURPOSE_WORDS,
  REASON_WORDS,
  ROLE_WORDS,
  TOTES_TITLE,
  type Words,
} from './sheet-words.ts'
import { escapeHtml } from './symbol.ts'

export type Sheet = { file: string; html: string }

const BADGE_BARS = { maxWidthMm: 80, heightMm: 15 }
const THIRD_BARS = { maxWidthMm: 52, heightMm: 11.5 }
const QUARTER_BARS = { maxWidthMm: 38, heightMm: 13 }
const HALF_BARS = { maxWidthMm: 82, heightMm: 12 }

/** The sheets that a set of codes fills; a sheet with nothing on it is left out. */
export function makeSheets(codes: readonly DemoCode[], house: string): Sheet[] {
  const inGroup = (start: string) => codes.filter(({ group }) => group.startsWith(start))
  const sheets: (Sheet | null)[] = [
    badgeSheet(inGroup('Badges'), house),
    commandSheet(codes, house),
    listSheet(inGroup('Pick lists'), house),
    loadSheet(inGroup('Loads'), house),
    productSheet([...inGroup('Products'), ...inGroup('Cases')], house),
    toteSheet(inGroup('Totes'), house),
    calibrationSheet(inGroup('Calibration'), house),
  ]
  return sheets.filter((sheet) => sheet !== null)
}

function badgeSheet(badges: readonly DemoCode[], house: string): Sheet | null {
  if (badges.length === 0) return null
  const cards = badges.map((badge) => {
    const roles = (badge.hint ?? '').split(', ').map((role) => ROLE_WORDS[role]?.en ?? role)
    return `<div class="slot">${cutMarks()}<div class="badge">
<div class="top">${mark()}${escapeHtml(house)}</div>
<div class="who"><b>${escapeHtml(badge.name)}</b><span>${escapeHtml(roles.join(' · '))}</span></div>
${bars(badge.code, BADGE_BARS)}</div></div>`
  })
  return {
    file: 'badges.html',
    html: sheetHtml({
      title: 'Badges',
      say: 'Cut along the marks. A badge is a key: keep it like one.',
      house,
      body: `<div class="badges">${cards.join('\n')}</div>`,
    }),
  }
}

function cutMarks(): string {
  return ['tl', 'tr', 'bl', 'br'].map((corner) => `<i class="cut ${corner}"></i>`).join('')
}

function commandSheet(codes: readonly DemoCode[], house: string): Sheet | null {
  const spoken = codes.map((code) => ({ code: code.code, meaning: meaningOf(code.code) }))
  const codeOf = (name: string) => spoken.find(({ meaning }) => meaning?.name === name)?.code
  const commands = COMMAND_GROUPS.map(({ title, commands: names }) => {
    const cards = names.flatMap((name) => {
      const code = codeOf(name)
      return code === undefined ? [] : [wordCard(name, COMMAND_WORDS[name], code)]
    })
    return cards.length === 0 ? '' : section(title, grid('three', cards))
  })
  const reasons = (Object.keys(PURPOSE_WORDS) as ReasonPurpose[]).map((purpose, index) => {
    const cards = spoken.flatMap(({ code, meaning }) =>
      meaning?.kind === 'reason' && meaning.purpose === purpose
        ? [wordCard(meaning.name, meaning.words, code)]
        : [],
    )
    const title = PURPOSE_WORDS[purpose]
    return cards.length === 0 ? '' : section(title, grid('three', cards), index === 0)
  })
  const counts = spoken.flatMap(({ code, meaning }) =>
    meaning?.kind === 'quantity' ? [countCard(meaning.name, code)] : [],
  )
  const quantities =
    counts.length === 0
      ? ''
      : section({ en: 'How many', nl: 'Hoeveel' }, grid('four', counts), true)
  const body = [...commands, ...reasons, quantities].join('\n')
  if (body.trim() === '') return null
  return {
    file: 'commands.html',
    html: sheetHtml({
      title: 'Command sheet',
      say: 'Say it with a scan. A quantity counts for the product scanned next.',
      house,
      body,
    }),
  }
}

type Meaning =
  | { kind: 'command'; name: string }
  | { kind: 'quantity'; name: string }
  | { kind: 'reason'; name: string; purpose: ReasonPurpose; words: Words }

function meaningOf(code: string): Meaning | null {
  const parsed = parseLoadlineCode(code)
  if (parsed?.kind === 'command') {
    const command = readCommand(parsed.payload)
    if (command?.kind === 'quantity') return { kind: 'quantity', name: String(command.quantity) }
    return command === null ? null : { kind: 'command', name: command.name }
  }
  const reason = parsed?.kind === 'reason' ? readReason(parsed.payload) : null
  if (reason === null) return null
  const { name, purposes } = reason
  return { kind: 'reason', name, purpose: purposes[0], words: REASON_WORDS[name] }
}

function wordCard(name: string, words: Words, code: string): string {
  return `<div class="code"><b>${name}</b><span class="en">${escapeHtml(words.en)}</span>
<span class="nl">${escapeHtml(words.nl)}</span>${bars(code, THIRD_BARS)}</div>`
}

function countCard(count: string, code: string): string {
  return `<div class="code count"><b>${count}</b>${bars(code, QUARTER_BARS)}</div>`
}

function listSheet(lists: readonly DemoCode[], house: string): Sheet | null {
  if (lists.length === 0) return null
  const days = [...new Set(lists.map(({ group }) => group))]
  const body = days.map((day) => {
    const cards = lists.filter(({ group }) => group === day).map((list) => namedCard(list))
    return section(deliveryTitle(day), grid('two', cards))
  })
  return {
    file: 'pick-lists.html',
    html: sheetHtml({
      title: 'Pick lists',
      say: 'Scan a list to begin it.',
      house,
      body: body.join('\n'),
    }),
  }
}

/** The day as people say it, in both languages. */
function deliveryTitle(group: string): Words {
  const day = /\d{4}-\d\d-\d\d$/.exec(group)?.[0]
  if (day === undefined) return { en: group, nl: '' }
  const inWords = (language: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(day))
  return { en: inWords('en-GB'), nl: inWords('nl-NL') }
}

function loadSheet(loads: readonly DemoCode[], house: string): Sheet | null {
  if (loads.length === 0) return null
  const cards = loads.map((load) => namedCard(load))
  return {
    file: 'loads.html',
    html: sheetHtml({
      title: 'Loads',
      say: 'Scan a load at the dock to fill it.',
      house,
      body: section('Trucks', grid('two', cards)),
    }),
  }
}

function productSheet(products: readonly DemoCode[], house: string): Sheet | null {
  if (products.length === 0) return null
  const groups = [...new Set(products.map(({ group }) => group))]
  const body = groups.map((group, index) => {
    const cards = products
      .filter((product) => product.group === group)
      .map((product) => namedCard(product, THIRD_BARS))
    return section(group, grid('three', cards), index > 0)
  })
  return {
    file: 'products.html',
    html: sheetHtml({
      title: 'Products',
      say: 'To try a scanner without the goods.',
      house,
      body: body.join('\n'),
    }),
  }
}

/** One card per place, to be cut out and fixed to the trolley below its tote. */
function toteSheet(totes: readonly DemoCode[], house: string): Sheet | null {
  if (totes.length === 0) return null
  const cards = totes.map((tote) => countCard(tote.name.replace(/^\D+/, ''), tote.code))
  return {
    file: 'totes.html',
    html: sheetHtml({
      title: 'Totes',
      say: 'Fix each to its place on the trolley. After a product it says: this tote.',
      house,
      body: section(TOTES_TITLE, grid('three', cards)),
    }),
  }
}

function calibrationSheet(codes: readonly DemoCode[], house: string): Sheet | null {
  if (codes.length === 0) return null
  const steps = CALIBRATION_STEPS.map((words, index) => {
    const code = codes[index]?.code
    const symbol = code === undefined ? '' : bars(code, HALF_BARS)
    return `<div class="code"><b>${index + 1}</b><span class="en">${escapeHtml(words.en)}</span>
<span class="nl">${escapeHtml(words.nl)}</span>${symbol}</div>`
  })
  return {
    file: 'calibration.html',
    html: sheetHtml({
      title: 'Scanner calibration',
      say: 'Once for each scanner, with that scanner, at its own bench.',
      house,
      body: section(CALIBRATION_TITLE, `<div class="grid one">${steps.join('\n')}</div>`),
    }),
  }
}

function namedCard({ name, hint, code }: DemoCode, box = HALF_BARS): string {
  return `<div class="code"><span class="name">${escapeHtml(name)}</span>
<span class="hint">${escapeHtml(hint ?? '')}</span>${bars(code, box)}</div>`
}
