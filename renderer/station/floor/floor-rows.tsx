import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FloorClaim, FloorException } from '#contract/sync/floor-answer.ts'
import { Icon } from '../../components/icon.tsx'
import { pressed } from '../../components/touch-button.tsx'
import { type Say, useText } from '../../text/text.ts'
import { isStuckClaim } from './bench-state.ts'
import css from './floor.module.css'
import { type At, exceptionTitle, exceptionWords, whenWords } from './floor-words.ts'

type ExceptionsProps = {
  exceptions: readonly FloorException[]
  hasMore: boolean
  nowMs: number
  timezone: string
  onOpen: (exception: FloorException) => void
}

/** What waits for a decision; what is decided and not done yet comes last. */
export function ExceptionRows({ exceptions, hasMore, nowMs, timezone, onOpen }: ExceptionsProps) {
  const { say, language } = useText()
  const sorted = exceptions.toSorted(
    (a, b) => Number(a.choice !== null) - Number(b.choice !== null),
  )
  return (
    <Rows
      testId="floor-decide"
      title={say('floor.decide')}
      count={exceptions.length}
      none={say('floor.decide.none')}
    >
      {sorted.map((exception) => (
        <Row
          key={exception.id}
          testId={`exception-${exception.reference}`}
          tone={exception.choice === null ? 'look' : 'quiet'}
          title={exceptionTitle(exception, say)}
          time={whenWords(Date.parse(exception.openedAt), { nowMs, timezone, language })}
          words={exceptionWords(exception, { say, language })}
          mark={exception.choice === null ? null : say('floor.decided')}
          onPress={() => onOpen(exception)}
        />
      ))}
      {hasMore && <li className={css['more']}>{say('floor.decide.more')}</li>}
    </Rows>
  )
}

type ClaimsProps = {
  claims: readonly FloorClaim[]
  nowMs: number
  timezone: string
  onOpen: (claim: FloorClaim) => void
}

/** Lists and loads with the bench that holds each; those of a silent bench first. */
export function ClaimRows({ claims, nowMs, timezone, onOpen }: ClaimsProps) {
  const { say, language } = useText()
  const at = { say, nowMs, timezone, language }
  const sorted = claims.toSorted((a, b) => Number(isStuckClaim(b)) - Number(isStuckClaim(a)))
  return (
    <Rows
      testId="floor-held"
      title={say('floor.held')}
      count={claims.length}
      none={say('floor.held.none')}
    >
      {sorted.map((claim) => (
        <Row
          key={`${claim.kind}-${claim.id}`}
          testId={`claim-${claim.reference}`}
          tone={isStuckClaim(claim) ? 'stuck' : 'quiet'}
          title={say(`floor.held.${claim.kind}`, { reference: claim.reference })}
          time={null}
          words={claimWords(claim, at)}
          mark={claimProgress(claim, say)}
          onPress={() => onOpen(claim)}
        />
      ))}
    </Rows>
  )
}

/** Who holds it and since when; and since when nothing is heard of them. */
export function claimWords(claim: FloorClaim, at: At): string {
  const { station, since, stationOnline, stationRevoked, lastSeenAt } = claim
  const { say } = at
  const time = whenWords(Date.parse(since), at)
  if (stationRevoked) return say('floor.held.gone', { station, time })
  if (stationOnline || lastSeenAt === null) return say('floor.held.by', { station, time })
  return say('floor.held.silent', { station, time, seen: whenWords(Date.parse(lastSeenAt), at) })
}

export function claimProgress({ kind, done, total }: FloorClaim, say: Say): string {
  return kind === 'load'
    ? say('floor.held.aboard', { count: done })
    : say('floor.held.done', { done, total })
}

type RowsProps = { testId: string; title: string; count: number; none: string; children: ReactNode }

function Rows({ testId, title, count, none, children }: RowsProps) {
  return (
    <section className={css['column']} data-testid={testId}>
      <h3 className={css['columnTitle']}>
        {title} {count > 0 && <span className={css['count']}>{count}</span>}
      </h3>
      {count === 0 ? (
        <p className={css['empty']}>
          <Icon name="check" size="2rem" /> {none}
        </p>
      ) : (
        <ul className={css['rows']}>{children}</ul>
      )}
    </section>
  )
}

type RowProps = {
  testId: string
  tone: 'stuck' | 'look' | 'quiet'
  title: string
  time: string | null
  words: string
  mark: string | null
  onPress: () => void
}

function Row({ testId, tone, title, time, words, mark, onPress }: RowProps) {
  return (
    <li>
      <UnstyledButton
        className={css['row']}
        data-tone={tone}
        data-testid={testId}
        onClick={pressed(onPress)}
      >
        <span className={css['rowWords']}>
          <b>{title}</b>
          <span>{words}</span>
          {(mark !== null || time !== null) && (
            <span className={css['mark']}>
              {[time, mark].filter((part) => part !== null).join(' · ')}
            </span>
          )}
        </span>
        <Icon name="next" size="2rem" />
      </UnstyledButton>
    </li>
  )
}
