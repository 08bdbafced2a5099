/**
 * What a person with poor eyes or big gloves would complain about. These functions run inside the
 * page, so each stands alone: nothing outside its own body exists there.
 */

/** Visible texts whose contrast with what is behind them is below `minimum`, in words. */
export function lowContrasts(minimum: number): string[] {
  type Colour = [number, number, number, number]
  const read = (text: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const over = (top: Colour, under: Colour): Colour => {
    const mix = (index: 0 | 1 | 2) => top[index] * top[3] + under[index] * (1 - top[3])
    return [mix(0), mix(1), mix(2), 1]
  }
  const backgroundOf = (element: Element | null): Colour => {
    if (element === null) return [255, 255, 255, 1]
    const own = read(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own : over(own, backgroundOf(element.parentElement))
  }
  const light = ([red, green, blue]: Colour): number => {
    const part = (value: number) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    }
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
  }
  const flaws: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    const text = (node.textContent ?? '').trim()
    if (element === null || text === '' || element.closest('svg, :disabled') !== null) continue
    const box = element.getBoundingClientRect()
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (top === null || !(element.contains(top) || top.contains(element))) continue
    const background = backgroundOf(element)
    const ink = light(over(read(getComputedStyle(element).color), background))
    const paper = light(background)
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
    if (ratio < minimum) flaws.push(`"${text}" has contrast ${ratio.toFixed(2)}`)
  }
  return flaws
}

/** Visible buttons smaller than `minimumPx` in either direction, in words. */
export function smallTargets(minimumPx: number): string[] {
  return [...document.querySelectorAll('button')].flatMap((button) => {
    const { width, height } = button.getBoundingClientRect()
    if (width === 0 || (width >= minimumPx && height >= minimumPx)) return []
    const name = button.dataset['testid'] ?? button.textContent
    return [`${name} is ${Math.round(width)} × ${Math.round(height)}`]
  })
}

/** Visible texts set smaller than `minimumPx`, in words. */
export function smallTexts(minimumPx: number): string[] {
  const flaws: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    const text = (node.textContent ?? '').trim()
    if (element === null || text === '' || element.closest('svg') !== null) continue
    const size = Number.parseFloat(getComputedStyle(element).fontSize)
    if (size < minimumPx && element.getClientRects().length > 0)
      flaws.push(`"${text}" is ${size} px`)
  }
  return flaws
}
