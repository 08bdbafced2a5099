import { useInfiniteQuery } from '@tanstack/react-query'

type Page<Item> = { items: readonly Item[]; next: string | null }

/** A list that goes on behind its last code, read page after page. */
export function usePages<Item>(key: string, read: (after: string) => Promise<Page<Item>>) {
  const list = useInfiniteQuery({
    queryKey: ['settings', key],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }: Page<Item>) => next,
  })
  const items = list.data?.pages.flatMap((page) => page.items)
  return { ...list, items }
}
