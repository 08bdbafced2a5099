import { send } from '../api.ts'

const KEY = 'loadline.reloaded'

/** More than a tab sees of pages and upgrades in its life; the oldest are forgotten. */
const KEPT_MAX = 100

/** A page that is still here by then was not left: somebody was asked first, and said no. */
const LEFT_WITHIN_MS = 5_000

/**
 * After an upgrade of the office the parts of an open page have other names: whoever goes to one that was not fetched
 * yet needs the page anew, at the address where they are by then. Comes back where that would not help, since it was
 * done before at this address for the same build or nobody answers there, and where it is not wanted any more.
 */
export async function reloadOnce(isWanted: () => boolean): Promise<void> {
  // The name of this file is made of what is in it, and so of the names of all parts.
  const load = `${import.meta.url} ${location.pathname}`
  if (wasReloaded(sessionStorage, load)) return
  const page = { accept: 'text/html' }
  const isThere = await send('GET', location.pathname, undefined, undefined, page).then(
    () => true,
    () => false,
  )
  if (!isThere || !isWanted()) return
  keepReloaded(sessionStorage, load)
  location.reload()
  await new Promise((resolve) => setTimeout(resolve, LEFT_WITHIN_MS))
}

export function wasReloaded(kept: Pick<Storage, 'getItem'>, load: string): boolean {
  return linesOf(kept).includes(load)
}

/** All of them, not the last alone: two offices of different builds behind one address may take turns. */
export function keepReloaded(kept: Pick<Storage, 'getItem' | 'setItem'>, load: string): void {
  kept.setItem(KEY, [...linesOf(kept), load].slice(-KEPT_MAX).join('\n'))
}

function linesOf(kept: Pick<Storage, 'getItem'>): string[] {
  return kept.getItem(KEY)?.split('\n') ?? []
}
