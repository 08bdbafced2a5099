/** How a list of orders may be ordered: as they were taken on, either way round, or by delivery day. */
export const ORDER_SORTS = ['oldest', 'newest', 'delivery-day'] as const
export type OrderSort = (typeof ORDER_SORTS)[number]

/** Shortest text that orders are searched by; one character fits nearly all of them. */
export const ORDER_SEARCH_MIN = 2

/** Longest text that orders are searched by. */
export const ORDER_SEARCH_MAX = 64
