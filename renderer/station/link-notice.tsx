import { Icon } from '../components/icon.tsx'
import { useText } from '../text/text.ts'
import css from './link-notice.module.css'
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
  if (trouble.kind === 'connecting') {
    return (
      <section className={css['notice']} data-testid="screen-connecting">
        <span className={css['mark']} data-moving="true">
          <Icon name="scanner" size="5rem" />
        </span>
        <h1 className={css['title']}>{say('link.connecting.title')}</h1>
        <p className={css['say']}>{say('link.connecting.say')}</p>
      </section>
    )
  }
  const isLost = trouble.kind === 'lost'
  return (
    <section
      className={css['notice']}
      data-tone="trouble"
      data-testid={`screen-${trouble.kind}`}
      role="alert"
    >
      <span className={css['mark']}>
        <Icon name={isLost ? 'hand' : 'lock'} size="6rem" />
      </span>
      <h1 className={css['title']}>{say(`link.${trouble.kind}.title`)}</h1>
      <p className={css['say']}>{say(`link.${trouble.kind}.say`)}</p>
      <p className={css['do']}>{say(`link.${trouble.kind}.do`)}</p>
      <p className={css['since']}>
        {isLost && trouble.seconds > 0 ? say('link.lost.since', { seconds: trouble.seconds }) : ' '}
      </p>
    </section>
  )
}
