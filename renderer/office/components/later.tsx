import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { Loading } from './loading.tsx'
import { reloadOnce } from './reload-once.ts'

export type Later<Props extends object> = {
  Component: ComponentType<Props>
  /** Asks for its code before it is drawn. */
  begin: () => void
}

/**
 * A part whose code is fetched when it is first wanted. Unlike a suspended part it is drawn as soon as its code is
 * there: React keeps what it put in place of a suspended one for 300 ms at least.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  /** What stands in its place until then. */
  waiting: ReactNode = <Loading />,
): Later<Props> {
  let loaded: ComponentType<Props> | undefined
  let loading: Promise<void> | undefined

  function begin(): Promise<void> {
    loading ??= load().then(
      (found) => {
        loaded = found
      },
      (error: unknown) => {
        // Whoever comes back to it tries again.
        loading = undefined
        throw error
      },
    )
    return loading
  }

  function Component(props: Props) {
    const [{ error }, set] = useState<{ error: unknown }>({ error: undefined })
    useEffect(() => {
      if (loaded !== undefined) return undefined
      let isGone = false
      const settle = (failure: unknown) => {
        if (!isGone) set({ error: failure })
      }
      // Only what is to be drawn now loads the page anew: nobody has typed anything there yet.
      const fail = async (failure: unknown) => {
        await reloadOnce(() => !isGone)
        settle(failure ?? new Error('no code'))
      }
      begin().then(() => settle(undefined), fail)
      return () => {
        isGone = true
      }
    }, [])
    if (error !== undefined) throw error
    const Loaded = loaded
    return Loaded === undefined ? waiting : <Loaded {...props} />
  }

  return { Component, begin: () => void begin().catch(() => undefined) }
}
