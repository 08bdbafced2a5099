import type { Page } from 'playwright'

/**
 * What a designer would complain about: texts that run into one another, that are cut off without
 * saying so, or that hang out of what they stand in; buttons that lie over one another.
 */
export function layoutFlawsOf(page: Page): Promise<string[]> {
  const parts = [flawsOfPage, lookAtTexts, lookAtButtons, runsInto, cutOut, frameFlaw]
  const helpers = [linesOf, isOnTop, boxOf, meet, isSmall, sticksOut, shorten]
  const source = [...parts, ...helpers].map(String).join('\n')
  return page.evaluate<string[]>(`(() => {
    const SLACK_PX = ${SLACK_PX}
    const LEADING_SHARE = ${LEADING_SHARE}
    ${source}
    return flawsOfPage()
  })()`)
}

/** Round-off, and ink that a font puts outside its own line. */
const SLACK_PX = 2

/** A line's box is taller than its letters by about this share of it, above and below. */
const LEADING_SHARE = 0.22

type Box = { left: number; top: number; right: number; bottom: number }
type Seen = { element: Element; box: Box; words: string }
type Cut = { box: Box | null; flaws: string[] }

function flawsOfPage(): string[] {
  const { seen, flaws } = lookAtTexts()
  return [...new Set([...flaws, ...runsInto(seen), ...lookAtButtons()])]
}

/** Every line of text that can be read now, and what is wrong with where it stands. */
function lookAtTexts(): { seen: Seen[]; flaws: string[] } {
  const seen: Seen[] = []
  const flaws: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    const words = shorten(node.textContent ?? '')
    if (element === null || words === '' || element.closest('svg') !== null) continue
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    for (const whole of linesOf(node)) {
      const cut = cutOut(element, whole, words)
      // What something covers is not there to be read.
      if (cut.box !== null && !isOnTop(element, cut.box)) continue
      flaws.push(...cut.flaws)
      if (cut.box === null || isSmall(cut.box)) continue
      const button = element.closest('button')
      const out = button === null ? null : sticksOut(cut.box, boxOf(button))
      if (out !== null && (out.isSideways || out.isUpright))
        flaws.push(`"${words}" sticks out of its button`)
      seen.push({ element, box: cut.box, words })
    }
  }
  return { seen, flaws }
}

/** Where the letters of a text stand, line by line. */
function linesOf(text: Node): Box[] {
  const range = document.createRange()
  range.selectNodeContents(text)
  return [...range.getClientRects()].flatMap(({ left, top, right, bottom, height }) => {
    const leading = height * LEADING_SHARE
    const box = { left, top: top + leading, right, bottom: bottom - leading }
    return isSmall(box) ? [] : [box]
  })
}

function runsInto(seen: readonly Seen[]): string[] {
  return seen.flatMap((one, index) =>
    seen
      .slice(index + 1)
      .filter(({ element }) => element !== one.element)
      .filter(({ box }) => !isSmall(meet(one.box, box)))
      .map(({ words }) => `"${one.words}" runs into "${words}"`),
  )
}

/** What is left of a box after every element around it has cut its part off, and what nobody meant to cut. */
function cutOut(start: Element, whole: Box, words: string): Cut {
  const flaws: string[] = []
  let box = whole
  let isDotted = false
  let isClamped = false
  for (let element: Element | null = start; element !== null; element = element.parentElement) {
    if (element === document.body) break
    const style = getComputedStyle(element)
    isDotted ||= style.textOverflow === 'ellipsis' && !/flex|grid/.test(style.display)
    isClamped ||= style.webkitLineClamp !== 'none'
    if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
    const frame = boxOf(element)
    const isScrolled = /auto|scroll/.test(`${style.overflowX} ${style.overflowY}`)
    const flaw = frameFlaw(sticksOut(box, frame), { isScrolled, isDotted, isClamped })
    if (flaw !== '') flaws.push(`"${words}" ${flaw}`)
    box = meet(box, frame)
    if (isSmall(box)) return { box: null, flaws }
  }
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  const { isSideways, isUpright } = sticksOut(box, screen)
  if (isSideways || isUpright) flaws.push(`"${words}" hangs out of the screen`)
  return { box: meet(box, screen), flaws }
}

/** A list that scrolls may cut its rows, and a text that ends in dots says that it goes on. */
function frameFlaw(
  { isSideways, isUpright }: { isSideways: boolean; isUpright: boolean },
  frame: { isScrolled: boolean; isDotted: boolean; isClamped: boolean },
): string {
  const { isScrolled, isDotted, isClamped } = frame
  if (isSideways && !isDotted && !isClamped)
    return isScrolled ? 'must be scrolled sideways' : 'is cut off at its side'
  return isUpright && !isScrolled && !isClamped ? 'is cut off at its head or foot' : ''
}

/** Buttons that are cut off, or that lie over one another. A backdrop under a panel is no fault. */
function lookAtButtons(): string[] {
  const buttons = [...document.querySelectorAll('button')].flatMap((button) => {
    const whole = boxOf(button)
    if (isSmall(whole) || !button.checkVisibility()) return []
    const words = `button ${button.dataset['testid'] ?? shorten(button.textContent)}`
    const { box, flaws } = cutOut(button, whole, words)
    return box !== null && isOnTop(button, box) ? [{ button, box, words, flaws }] : []
  })
  const overlaps = buttons.flatMap((one, index) =>
    buttons
      .slice(index + 1)
      .filter(({ button }) => !button.contains(one.button) && !one.button.contains(button))
      .filter(({ box }) => !isSmall(meet(one.box, box)))
      .map(({ words }) => `${one.words} and ${words} lie over one another`),
  )
  return [...buttons.flatMap(({ flaws }) => flaws), ...overlaps]
}

function isOnTop(element: Element, box: Box): boolean {
  const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
  return top !== null && (element.contains(top) || top.contains(element))
}

function boxOf(element: Element): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect()
  return { left, top, right, bottom }
}

function meet(one: Box, other: Box): Box {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  }
}

function isSmall({ left, top, right, bottom }: Box): boolean {
  return right - left <= SLACK_PX || bottom - top <= SLACK_PX
}

function sticksOut(box: Box, of: Box): { isSideways: boolean; isUpright: boolean } {
  return {
    isSideways: box.left < of.left - SLACK_PX || box.right > of.right + SLACK_PX,
    isUpright: box.top < of.top - SLACK_PX || box.bottom > of.bottom + SLACK_PX,
  }
}

function shorten(text: string): string {
  const words = text.trim()
  return words.length > 40 ? `${words.slice(0, 40)}…` : words
}
