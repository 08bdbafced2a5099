import { Link } from 'wouter'
import { Icon } from '../../../components/icon.tsx'
import { Section } from '../../components/page.tsx'
import { useText } from '../../text/text.ts'
import { exceptionSentence } from '../exceptions/words.ts'
import { ageWords } from './ages.ts'
import classes from './today.module.css'
import type { PartOf } from './use-today.ts'

type Props = { exceptions: PartOf<'exceptions'>; nowMs: number }

/** What waits for a person: how much, since when, and the oldest in a sentence each. */
export function WaitingExceptions({ exceptions: { open, oldestOpenedAt, first }, nowMs }: Props) {
  const { say, language } = useText()
  const more = open > 0 && (
    <Link href="~/exceptions">{say('today.exceptions-all', { count: open })}</Link>
  )
  return (
    <Section title={say('today.exceptions')} actions={more}>
      {open === 0 || oldestOpenedAt === null ? (
        <p className={classes['fine']}>
          <Icon name="check" size="1.25rem" /> {say('today.exceptions-none')}
        </p>
      ) : (
        <>
          <p className={classes['stuck']} data-testid="exceptions-open">
            <Icon name="warning" size="1.25rem" />
            {say('today.exceptions-open', {
              count: open,
              age: ageWords(Date.parse(oldestOpenedAt), nowMs, say),
            })}
          </p>
          <ul className={classes['rows']}>
            {first.map((exception) => (
              <li key={exception.id} className={classes['row']}>
                <Link href={`~/exceptions/${exception.id}`}>
                  {exceptionSentence(exception, { say, language })}
                </Link>
                <span className={classes['soft']}>
                  {ageWords(Date.parse(exception.openedAt), nowMs, say)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
