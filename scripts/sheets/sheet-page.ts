import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GS } from '#contract/barcode/gs1.ts'
import { root } from '../bootstrap.mjs'
import { escapeHtml, symbolSvg } from './symbol.ts'
import type { Words } from './sheet-words.ts'

export type SheetPage = { title: string; say: string; house: string; body: string }

/** One printable page that needs nothing but itself: styles, mark and symbols are inside. */
export function sheetHtml({ title, say, house, body }: SheetPage): string {
  const style = readFileSync(join(import.meta.dirname, 'sheet.css'), 'utf8')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · ${escapeHtml(house)}</title>
<style>
${style}</style>
</head>
<body>
<header>${mark()}<div><h1>${escapeHtml(title)}</h1><div class="say">${escapeHtml(say)}</div></div>
<div class="house"><b>${escapeHtml(house)}</b><br>Loadline</div></header>
${body}
</body>
</html>
`
}

/** The product's mark, as in its icon. */
export function mark(): string {
  const icon = readFileSync(join(root, 'resources/icon.svg'), 'utf8')
  return icon.slice(icon.indexOf('<svg')).replace('<svg ', '<svg class="mark" ')
}

export function grid(columns: 'two' | 'three' | 'four', cards: readonly string[]): string {
  return `<div class="grid ${columns}">${cards.join('\n')}</div>`
}

export function section(title: Words | string, content: string, isNewPage = false): string {
  const words = typeof title === 'string' ? { en: title, nl: '' } : title
  const small = words.nl === '' ? '' : `<small>${escapeHtml(words.nl)}</small>`
  const heading = `<h2>${escapeHtml(words.en)} ${small}</h2>`
  return `<section${isNewPage ? ' class="page"' : ''}>${heading}${content}</section>`
}

/** Symbol and, in small letters, what it says. */
export function bars(code: string, box: { maxWidthMm: number; heightMm: number }): string {
  const text = escapeHtml(readable(code))
  return `<div class="bars">${symbolSvg(code, box)}<div class="text">${text}</div></div>`
}

/** GS1 elements as people write them, with their identifiers in brackets and their separator by name. */
function readable(code: string): string {
  return code.replace(/^01(\d{14})10(.+)$/, '(01)$1 (10)$2').replaceAll(GS, ' GS ')
}
