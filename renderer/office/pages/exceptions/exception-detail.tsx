import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, CallProblem } from '../../api.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useFormats } from '../../components/use-formats.ts'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import { DecideForm, type Decision } from './decide-form.tsx'
import classes from './exceptions.module.css'
import {
  decidedWords,
  exceptionMeaning,
  exceptionSentence,
  exceptionTitle,
  hadSentence,
  saidSentence,
  type ShownException,
} from './words.ts'

type Props = { exception: ShownException; onNext: (() => void) | null }

/** One exception: what happened, what the office had, why they differ, and what may be done about it. */
export function ExceptionDetail({ exception, onNext }: Props) {
  const { say } = useText()
  const may = useMay()
  const { error, isTooLate, isPending, decide } = useDeciding(exception)
  const isOpen = exception.status === 'open'
  return (
    <article className={classes['card']} aria-label={exceptionTitle(exception.code, say)}>
      <About exception={exception} />
      <Decided exception={exception} />
      {isTooLate && (
        <p role="alert" className={classes['late']}>
          {say('ex.too-late')}
        </p>
      )}
      {!isTooLate && <ProblemNotice error={error} />}
      {isOpen && may('exceptions:write') && (
        <DecideForm
          // What was decided meanwhile by another is another question.
          key={exception.choice}
          exception={exception}
          isPending={isPending}
          onDecide={decide}
        />
      )}
      {isOpen && !may('exceptions:write') && <p>{say('ex.look-only')}</p>}
      {!isOpen && onNext !== null && (
        <Button className={classes['next']} autoFocus onClick={onNext}>
          {say('ex.next')}
        </Button>
      )}
    </article>
  )
}

function useDeciding({ id, status, resolvedAt }: ShownException) {
  const queries = useQueryClient()
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: ({ choice, note, input }: Decision & { seen: string | null }) =>
      call('POST /v1/exceptions/{id}/resolve', { params: { id }, body: { choice, note, input } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exceptions'] }),
  })
  const isRefused = error instanceof CallProblem && error.code === 'wrong-state'
  const isDecidedMeanwhile = status === 'closed' || resolvedAt !== variables?.seen
  return {
    error,
    isPending,
    isTooLate: isRefused && isDecidedMeanwhile,
    decide: (decision: Decision) => mutate({ ...decision, seen: resolvedAt }),
  }
}

function About({ exception }: { exception: ShownException }) {
  const { say, language } = useText()
  const { time } = useFormats()
  const { code, task, status, openedAt, occurrences, lastSeenAt, said } = exception
  const speaking = { say, language }
  return (
    <>
      <header className={classes['head']}>
        <span className={classes['task']} data-closed={status === 'closed'}>
          {status === 'closed' ? say('ex.closed') : say(`ex.task.${task}`)}
        </span>
        <h2 className={classes['title']}>{exceptionTitle(code, say)}</h2>
        <p className={classes['words']}>{exceptionSentence(exception, speaking)}</p>
        <p className={classes['soft']}>
          {time(said?.occurredAt ?? openedAt)}
          {occurrences > 1 &&
            ` · ${say('ex.times', { count: occurrences, time: time(lastSeenAt ?? openedAt) })}`}
        </p>
        <Links exception={exception} />
      </header>
      <dl className={classes['halves']}>
        <div>
          <dt>{say('ex.said.title')}</dt>
          <dd>{saidSentence(exception, speaking) ?? say('ex.found')}</dd>
        </div>
        <div>
          <dt>{say('ex.had.title')}</dt>
          <dd>{hadSentence(exception, speaking)}</dd>
        </div>
        <div>
          <dt>{say('ex.why.title')}</dt>
          <dd>{exceptionMeaning(code, say)}</dd>
        </div>
      </dl>
    </>
  )
}

/** The order, list and load that it is about, where they can be looked at. */
function Links({ exception: { detail, said } }: { exception: ShownException }) {
  const { say } = useText()
  const may = useMay()
  const named = (name: string) => {
    const value = detail[name] ?? said?.values?.[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const [orderNumber, list, load] = [named('orderNumber'), named('list'), named('load')]
  return (
    <p className={classes['links']}>
      {orderNumber !== null && (
        <Link href={`~/orders/${orderNumber}`}>{say('ex.order', { orderNumber })}</Link>
      )}
      {list !== null && may('picking:read') && (
        <Link href={`~/picking/lists/${list}`}>{say('ex.pick-list', { list })}</Link>
      )}
      {load !== null && may('loading:read') && (
        <Link href={`~/picking/loads/${load}`}>{say('ex.truck', { load })}</Link>
      )}
    </p>
  )
}

/** Who decided what, and when. */
function Decided({ exception }: { exception: ShownException }) {
  const { say } = useText()
  const { time } = useFormats()
  const { status, code, choice, note, resolvedBy, resolvedAt } = exception
  if (resolvedAt === null) return null
  const chosen = decidedWords(code, choice, say)
  const values = { who: resolvedBy ?? '', time: time(resolvedAt), choice: chosen ?? '' }
  const words =
    chosen === null || resolvedBy === null
      ? say('ex.closed-itself', values)
      : say(status === 'open' ? 'ex.being-done' : 'ex.decided', values)
  return (
    <div className={classes['decided']} role="status">
      <p>{words}</p>
      {note !== null && note !== '' && <p>{say('ex.note-was', { note })}</p>}
    </div>
  )
}
