import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const RENDERER = join(import.meta.dirname, '..')
const SHEETS = globSync('**/*.css', { cwd: RENDERER })
const TOKENS = sheet('theme/tokens.css')

/** The office has the same colours and a scale of its own: it is read from half a metre. */
const OFFICE_SCALE = 'office/theme/office.css'

/** Every declaration of the style sheets but the tokens', with where it stands. */
const DECLARATIONS = SHEETS.filter((path) => !path.endsWith('tokens.css')).flatMap((path) =>
  [...sheet(path).matchAll(/([\w-]+):\s*([^;{}]+);/g)].map(([, name = '', value = '']) => ({
    path,
    name,
    value: value.replaceAll(/\s+/g, ' '),
  })),
)

const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|orange|yellow)(?![\w-])/i

function sheet(path: string): string {
  return readFileSync(join(RENDERER, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
}

function shown(wrong: (declaration: { name: string; value: string }) => boolean): string[] {
  return DECLARATIONS.filter(wrong).map(({ path, name, value }) => `${path} ${name}: ${value}`)
}

test('there are style sheets to look at, and each token is one of the tokens', () => {
  expect(SHEETS.length).toBeGreaterThan(25)
  expect(DECLARATIONS.length).toBeGreaterThan(500)
  const known = new Set(
    [...`${TOKENS}${sheet(OFFICE_SCALE)}`.matchAll(/(--ll-[\w-]+):/g)].map(([, name]) => name),
  )
  const used = DECLARATIONS.flatMap(({ value }) => value.match(/--ll-[\w-]+/g) ?? [])
  expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([])
})

test('no colour is mixed outside the tokens', () => {
  expect(shown(({ value }) => COLOUR.test(value))).toEqual([])
})

test('every size of text is a step of the scale, or a share of what it stands in', () => {
  // Paper is measured in points and millimetres.
  const isStep = /^(var\(--ll-[\w-]+\)|inherit|[\d.]+(em|pt|mm))$/
  expect(shown(({ name, value }) => name === 'font-size' && !isStep.test(value))).toEqual([])
})

test('every distance is a step of the scale', () => {
  const isDistance = /^(padding|margin|gap|row-gap|column-gap)(-\w+)?$/
  expect(
    shown(({ name, value }) => isDistance.test(name) && /(?<![\w-])[\d.]+(rem|px)\b/.test(value)),
  ).toEqual([])
})

test('what has a colour in the light has one in the dark, or looks the same in both', () => {
  const [light = '', dark = ''] = TOKENS.split(":root[data-mantine-color-scheme='dark']")
  const coloured = [...light.matchAll(/(--ll-[\w-]+):\s*([^;]+);/g)].filter(([, , value = '']) =>
    COLOUR.test(value),
  )
  const isSameInBoth = /alert|paper|plate|scrim|panel-shadow|on-bar|bar-(good|warn|wrong)/
  const missing = coloured
    .map(([, name = '']) => name)
    .filter((name) => !isSameInBoth.test(name) && !dark.includes(`${name}:`))
  expect(coloured.length).toBeGreaterThan(20)
  expect(missing).toEqual([])
})
