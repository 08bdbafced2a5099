import { useInfiniteQuery } from '@tanstack/react-query'

export type ListPage<Item> = { items: readonly Item[]; next: string | null }

/** A list that goes on behind its last code, read page after page. */
export function usePages<Item>(key: string, read: (after: string) => Promise<ListPage<Item>>) {
  const list = useInfiniteQuery({
    queryKey: ['settings', key],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }: ListPage<Item>) => next,
  })
  const items = list.data?.pages.flatMap((page) => page.items)
  return { ...list, items }
}
