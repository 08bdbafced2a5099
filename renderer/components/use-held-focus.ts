import { useLayoutEffect, useRef, type RefObject } from 'react'

/**
 * Gives the focus to a sheet while it stands, so that Tab goes on inside it, and back to the button that
 * opened it. The sheet itself presses nothing: an Enter that gets there does no harm.
 */
export function useHeldFocus<T extends HTMLElement>(): RefObject<T | null> {
  const sheet = useRef<T>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    sheet.current?.focus({ preventScroll: true })
    return () => {
      if (!(before instanceof HTMLElement) || before === document.body) return
      // What the sheet kept from being pressed can take the focus only once the sheet is gone.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) before.focus({ preventScroll: true })
      })
    }
  }, [])
  return sheet
}
