import { useText } from '../text/text.ts'
import { Notice } from './notice.tsx'
import css from './notice.module.css'
import { useConnection } from './station-context.tsx'
import { useNow } from './use-now.ts'

/** Why the screen can't show the bench now. */
export type LinkTrouble =
  { kind: 'connecting' } | { kind: 'lost'; seconds: number } | { kind: 'refused' }

/** A loss shorter than this is a hiccup: nobody needs to look up for it. */
const NOTICE_AFTER_MS = 1000

/** A bench that starts takes longer than one that is merely looked at again. */
const FIRST_NOTICE_AFTER_MS = 8000

/** The trouble to show, or null while the screen is true. Looks four times a second. */
export function useLinkTrouble(seen: { hasBench: boolean; isSilent: boolean }): LinkTrouble | null {
  const connection = useConnection()
  const now = useNow(250)
  if (connection.kind === 'refused') return { kind: 'refused' }
  if (connection.kind === 'open') return seen.isSilent ? { kind: 'lost', seconds: 0 } : null
  const goneMs = now - connection.sinceMs
  const afterMs = seen.hasBench ? NOTICE_AFTER_MS : FIRST_NOTICE_AFTER_MS
  if (goneMs > afterMs) return { kind: 'lost', seconds: Math.floor(goneMs / 1000) }
  return seen.hasBench ? null : { kind: 'connecting' }
}

/** Fills the screen in plain words until the bench is back. */
export function LinkNotice({ trouble }: { trouble: LinkTrouble }) {
  const { say } = useText()
  const { kind } = trouble
  const testId = `screen-${kind}`
  if (kind === 'connecting') {
    return (
      <Notice
        isWhole
        tone="busy"
        icon="scanner"
        title={say('link.connecting.title')}
        say={say('link.connecting.say')}
        testId={testId}
      />
    )
  }
  const isCounted = trouble.kind === 'lost' && trouble.seconds > 0
  return (
    <Notice
      isWhole
      tone="trouble"
      icon={kind === 'lost' ? 'hand' : 'lock'}
      title={say(`link.${kind}.title`)}
      say={say(`link.${kind}.say`)}
      next={say(`link.${kind}.do`)}
      testId={testId}
    >
      <p className={css['foot']}>
        {isCounted ? say('link.lost.since', { seconds: trouble.seconds }) : ' '}
      </p>
    </Notice>
  )
}
