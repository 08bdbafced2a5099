import { useEffect, useRef, useState, type ReactNode } from 'react'

/** So far outside of what is seen it is drawn already: about half a screen. */
const NEAR = '400px'

/** Then a page stands and nobody waits for it: it is drawn also where nobody looks, for whoever prints the page. */
const CALM_MS = 2_000

type Props = { heightPx: number; children: ReactNode }

/** Draws what is heavy once it comes near to what is seen or a little later, and keeps its place free until then. */
export function WhenNear({ heightPx, children }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (place.current === null) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        setNear(true)
      },
      { rootMargin: NEAR },
    )
    observer.observe(place.current)
    const calm = setTimeout(() => setNear(true), CALM_MS)
    return () => {
      clearTimeout(calm)
      observer.disconnect()
    }
  }, [])
  return (
    <div ref={place} style={{ minHeight: heightPx }}>
      {isNear && children}
    </div>
  )
}
