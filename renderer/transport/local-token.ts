/** Where a token survives a reload of the same tab, and nothing longer. */
const STORAGE_KEY = 'loadline.token'

/** The parts of a page that hold the host's local token; tests hand in their own. */
export type TokenPlace = {
  location: { hash: string; pathname: string; search: string }
  history: { replaceState(data: unknown, unused: string, url: string): void }
  storage: Pick<Storage, 'getItem' | 'setItem'>
}

/**
 * The host's local token. It arrives in the address as `#token=…`, which no server and no log sees,
 * and leaves the address at once so that it is in no history and on no photograph of the screen.
 */
export function takeLocalToken({ location, history, storage }: TokenPlace): string | null {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ''))
  const arrived = fragment.get('token')
  if (arrived === null || arrived === '') return storage.getItem(STORAGE_KEY)
  storage.setItem(STORAGE_KEY, arrived)
  fragment.delete('token')
  const rest = fragment.toString()
  history.replaceState(null, '', location.pathname + location.search + (rest ? `#${rest}` : ''))
  return arrived
}
