import type { Page } from 'playwright'

/** More stops than any page has; whoever is still on the way then is caught in a circle. */
const STOPS_MAX = 400

/** Where the Tab key came to, and what is wrong there. */
type Stop = { name: string; place: number; faults: string[] }

/**
 * Goes through a page by Tab alone, from its beginning until the keyboard leaves it, and answers what somebody without a
 * mouse would stumble over: a place where nothing shows the focus, one that cannot be seen, an order that is not the one
 * of the page, a circle that one does not come out of.
 */
export async function tabThrough(page: Page): Promise<{ stops: string[]; faults: string[] }> {
  await page.evaluate(() => {
    // Where a page puts the focus itself, Tab would go on from there.
    document.body.tabIndex = -1
    document.body.focus()
    document.body.blur()
    document.body.removeAttribute('tabindex')
    scrollTo(0, 0)
  })
  const stops: string[] = []
  const faults: string[] = []
  let last = -1
  for (let count = 0; count < STOPS_MAX; count += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(lookAtFocus)
    if (stop === null) return { stops, faults }
    // From the end some browsers begin anew without a stop between.
    if (stops.length > 1 && stop.name === stops[0] && stop.place < last) return { stops, faults }
    faults.push(...stop.faults.map((fault) => `${stop.name}: ${fault}`))
    if (stop.place < last) faults.push(`${stop.name}: comes before what was reached earlier`)
    last = stop.place
    stops.push(stop.name)
  }
  return { stops, faults: [...faults, `still on the way after ${STOPS_MAX} stops`] }
}

/** Runs in the page. */
function lookAtFocus(): Stop | null {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || active === document.body) return null
  const faults: string[] = []
  const text = active.getAttribute('aria-label') ?? active.innerText ?? ''
  const label = active.id === '' ? null : document.querySelector(`label[for="${active.id}"]`)
  const said = text.trim() === '' ? (label?.textContent ?? active.outerHTML.slice(0, 120)) : text
  const name = `${active.tagName.toLowerCase()} “${said.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}”`
  if (active.tabIndex > 0) faults.push('has a place of its own in the order')
  // A field that is drawn by what surrounds it shows its focus there.
  const drawn = [active, label, active.nextElementSibling, active.parentElement]
  if (!drawn.some((one) => one !== null && isMarked(one))) faults.push('nothing shows the focus')
  const shown = boxOf(active) ?? boxOf(label) ?? boxOf(active.parentElement)
  if (shown === null) faults.push('cannot be seen')
  else if (isOutside(shown)) faults.push('is outside the window')
  else if (!isOnTop(active, shown)) faults.push('lies behind something')
  const all = [...document.querySelectorAll('*')]
  return { name, place: all.indexOf(active), faults }

  function isMarked(element: Element): boolean {
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  }

  function boxOf(element: Element | null): DOMRect | null {
    if (element === null) return null
    const box = element.getBoundingClientRect()
    const isHidden = getComputedStyle(element).opacity === '0'
    return box.width < 4 || box.height < 4 || isHidden ? null : box
  }

  function isOutside({ top, bottom, left, right }: DOMRect): boolean {
    return bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth
  }

  function isOnTop(element: Element, box: DOMRect): boolean {
    const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 2)
    const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 2)
    const points: [number, number][] = [
      [x, y],
      [Math.max(box.left, 0) + 3, Math.max(box.top, 0) + 3],
      [Math.min(box.right, innerWidth) - 3, Math.min(box.bottom, innerHeight) - 3],
    ]
    return points.some(([left, top]) => {
      const found = document.elementFromPoint(left, top)
      if (found === null) return false
      return (
        element.contains(found) ||
        found.contains(element) ||
        (label?.contains(found) ?? false) ||
        (element.parentElement?.contains(found) ?? false)
      )
    })
  }
}
