import type { GoesTo, ToteView } from '#contract/rpc/work-view.ts'
import { Icon } from '../components/icon.tsx'
import { useText } from '../text/text.ts'
import card from './card.module.css'
import type { PickWork } from './pick-work.ts'
import css from './tote-card.module.css'

/** Where the goods in hand go, read from the far end of the aisle, and the trolley as it stands there. */
export function ToteCard({ work }: { work: PickWork }) {
  const goesTo = work.goesTo ?? null
  const tote = goesTo?.tote ?? work.next?.tote ?? null
  return (
    <section className={`${card['card']} ${css['card']}`} data-testid="totes">
      <Target goesTo={goesTo} tote={tote} />
      <Trolley totes={work.totes ?? []} tote={tote} isInHand={goesTo !== null} />
    </section>
  )
}

function Target({ goesTo, tote }: { goesTo: GoesTo | null; tote: number | null }) {
  const { say } = useText()
  const isRight = goesTo?.isRight === true
  const tone = goesTo === null ? 'next' : isRight ? 'right' : 'now'
  return (
    <div className={css['target']} data-tone={tone} data-testid="goes-to">
      <p className={css['eyebrow']}>
        {isRight && <Icon name="check" size="1.75rem" />}
        {say(goesTo === null ? 'totes.next-into' : isRight ? 'totes.right' : 'totes.put-into')}
      </p>
      <p className={css['number']}>{tote === null ? '–' : say('totes.tote', { tote })}</p>
      <p className={css['what']}>{goesTo === null ? '' : `${goesTo.quantity} × ${goesTo.name}`}</p>
      <p className={css['hint']}>{say(isRight ? 'totes.go-on' : 'totes.scan')}</p>
    </div>
  )
}

type TrolleyProps = { totes: readonly ToteView[]; tote: number | null; isInHand: boolean }

/** Every tote in its place, with how much of its order lies in it. */
function Trolley({ totes, tote, isInHand }: TrolleyProps) {
  const { say } = useText()
  return (
    <ol className={css['trolley']} aria-label={say('totes.all')} data-testid="trolley">
      {totes.map(({ tote: place, done, requested }) => (
        <li
          key={place}
          className={css['place']}
          data-here={place === tote}
          data-in-hand={isInHand}
          data-full={done >= requested}
        >
          <b>{place}</b>
          <span>
            {done >= requested ? (
              <Icon name="check" size="1.5rem" />
            ) : (
              say('totes.count', { done, requested })
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
