import { useSearchParams } from 'wouter'
import type { Sorting } from './data-table.tsx'

/**
 * What a page shows is kept in its address, so that a link shows the same to somebody else. `set` with an empty text
 * takes a member away.
 */
export function useAddress() {
  const [search, setSearch] = useSearchParams()
  const set = (members: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(members)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true },
    )
  return { get: (name: string) => search.get(name) ?? '', set }
}

/** The sorting of a page's table, as `sort=name` or `sort=-name`. */
export function useSorting(): [Sorting | null, (sorting: Sorting) => void] {
  const { get, set } = useAddress()
  const text = get('sort')
  const isDescending = text.startsWith('-')
  const sorting = text === '' ? null : { key: isDescending ? text.slice(1) : text, isDescending }
  return [sorting, ({ key, isDescending: down }) => set({ sort: down ? `-${key}` : key })]
}
