/** What the page saw of one new number, in milliseconds of its own clock. */
export type Shown = {
  text: string
  /** The document holds it. */
  changedAt: number
  /** The page is through with the frame that draws it. */
  drawnAt: number
  /** The next frame began: the one with the number is on its way to the screen. */
  shownAt: number
}

/** The name under which the page calls back. */
export const SHOWN = 'loadlineShown'

/**
 * Runs inside the page, so it stands alone. Tells of every change of the text at `selector`: when the
 * document had it, when the frame with it was drawn, and when the next frame began.
 */
export function watchText({ selector, callback }: { selector: string; callback: string }): void {
  const tell = (globalThis as unknown as Record<string, (shown: unknown) => void>)[callback]
  const textNow = () => document.querySelector(selector)?.textContent ?? ''
  let last = textNow()
  const look = (): void => {
    const text = textNow()
    if (text === last) return
    last = text
    const changedAt = performance.now()
    requestAnimationFrame(() => {
      // A message to itself comes after the frame: style, layout and paint of it are done by then.
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
        const drawnAt = performance.now()
        requestAnimationFrame(() => {
          tell?.({ text, changedAt, drawnAt, shownAt: performance.now() })
        })
      })
      port1.start()
      port2.postMessage(null)
    })
  }
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  })
}
