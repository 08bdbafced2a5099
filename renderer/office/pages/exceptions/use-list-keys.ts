import { useEffect } from 'react'

type Keys = {
  items: readonly { id: string }[]
  /** Below zero once it has left the list; its place is then another's. */
  index: number
  place: number
  open: (id: string) => void
}

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** j and k, or the arrows, go through the list while nobody types. */
export function useListKeys({ items, index, place, open }: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = STEPS[event.key]
      if (step === undefined || isTyped(event)) return
      const to = index >= 0 ? index + step : step > 0 ? place : place - 1
      const item = items[Math.max(0, Math.min(items.length - 1, to))]
      if (item === undefined) return
      event.preventDefault()
      open(item.id)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [items, index, place, open])
}

/** A number chooses, Enter decides, while nobody types. */
export function useChoiceKeys(choose: (index: number) => void, decide: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyped(event)) return
      const number = Number(event.key)
      if (Number.isInteger(number) && number >= 1) choose(number - 1)
      else if (event.key === 'Enter' && !isOnButton(event)) decide()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [choose, decide])
}

/** Keys that belong to a field, or to the browser. */
function isTyped({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true
  if (!(target instanceof HTMLElement)) return false
  return (
    target.closest(
      'input:not([type=radio]), textarea, select, [role=combobox], dialog, [role=dialog]',
    ) !== null
  )
}

function isOnButton({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.closest('button, a:not([data-shown=true])') !== null
}
