import { useEffect } from 'react'

/** What stands at the foot of each printed page, beside its number: a loose sheet says where it belongs. */
export function useRunningTitle(title: string): void {
  useEffect(() => {
    const { style } = document.documentElement
    style.setProperty('--ll-paper-foot', JSON.stringify(title))
    return () => {
      style.removeProperty('--ll-paper-foot')
    }
  }, [title])
}
