import type { Scope } from '#contract/http/scopes.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react'
import {
  call,
  CallProblem,
  keepCsrfToken,
  whenSessionMoved,
  whenSignedOut,
  type CallAnswer,
} from './api.ts'
import { SESSION_KEY } from './session-key.ts'

export type Session = CallAnswer<'GET /v1/session'>

type SessionTools = {
  /** Undefined while it is being read; null when nobody is signed in. One that has ended stays while its page waits. */
  session: Session | null | undefined
  /** True while whoever was signed in has to do it again. */
  isOver: boolean
  /** Why it could not be read; it is tried again by itself. */
  error: Error | null
  /** Reads the session again, after signing in or out. */
  refresh: () => Promise<void>
}

const SessionContext = createContext<SessionTools>({
  session: undefined,
  isOver: false,
  error: null,
  refresh: () => Promise.resolve(),
})

/** An office that does not answer, or a proxy without one behind it, is asked again. */
const ASK_AGAIN_MS = 5_000

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: SESSION_KEY,
    queryFn: readSession,
    refetchInterval: ({ state }) => (state.status === 'error' ? ASK_AGAIN_MS : false),
  })
  const [last, setLast] = useState<Session | null>(null)
  if (data !== undefined && data !== null && data !== last) setLast(data)
  const isOver = data === null && last !== null
  const session = isOver ? last : data
  useEffect(() => whenSignedOut(() => queries.setQueryData(SESSION_KEY, null)), [queries])
  useEffect(
    () => whenSessionMoved(() => void queries.invalidateQueries({ queryKey: SESSION_KEY })),
    [queries],
  )
  useForgetting(session?.name, isOver)
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: SESSION_KEY })
  }
  return <SessionContext value={{ session, isOver, error, refresh }}>{children}</SessionContext>
}

/**
 * What was read for one person is not shown to the next one at the same page. What the same person saw stays, and is
 * read again: it may be old by now.
 */
function useForgetting(name: string | undefined, isOver: boolean): void {
  const queries = useQueryClient()
  const last = useRef({ name, isOver })
  useEffect(() => {
    const before = last.current
    if (name === undefined) return
    last.current = { name, isOver }
    if (isOver || before.name === undefined) return
    if (before.name !== name) {
      void queries.resetQueries({ predicate: isNoSession })
      // A fresh page keeps nothing of whoever was here before, nor what they had open.
      location.replace(location.pathname)
    } else if (before.isOver) void queries.invalidateQueries({ predicate: isNoSession })
  }, [name, isOver, queries])
}

function isNoSession({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[0] !== SESSION_KEY[0]
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await call('GET /v1/session')
    keepCsrfToken(session.csrfToken)
    return session
  } catch (error) {
    if (error instanceof CallProblem && error.status === 401) return null
    throw error
  }
}

export function useSession(): SessionTools {
  return use(SessionContext)
}

/** Whether whoever is signed in may do that; the office checks it again. */
export function useMay(): (scope: Scope) => boolean {
  const { session } = useSession()
  return (scope) => session?.scopes.includes(scope) ?? false
}
