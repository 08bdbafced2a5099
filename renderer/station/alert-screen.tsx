import { UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { commandCode } from '#contract/barcode/loadline-code.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import { Icon } from '../components/icon.tsx'
import { ScanCode } from '../components/scan-code.tsx'
import { pressed } from '../components/touch-button.tsx'
import { useHeldFocus } from '../components/use-held-focus.ts'
import { useText } from '../text/text.ts'
import css from './alert-screen.module.css'
import { alertWords, type AlertWords, spokenDetail } from './alert-words.ts'
import { meanwhileOf } from './meanwhile.ts'
import { usePresses } from './station-context.tsx'

/** A finger on its way to another button must not answer an alert nobody has read. */
const ARM_AFTER_MS = 500

/** What has more letters than this in all is set smaller: names may be as long as people type them. */
const LONG_TEXT = 220

/** Sentences stand on lines of their own; a full stop inside a name is no end. */
const SENTENCE_END = /(?<=[.!?]) (?=\p{Lu})/u

/** The whole screen says what is wrong, until somebody scans or touches ACK. */
export function AlertScreen({ alert }: { alert: Alert }) {
  const { say, language } = useText()
  const words = alertWords(alert, say, language)
  const sheet = useHeldFocus<HTMLElement>()
  return (
    <section
      ref={sheet}
      className={css['alert']}
      data-testid="alert"
      data-code={alert.code}
      data-reason={alert.reason}
      data-tone={alert.tone}
      data-long={words.sentence.length + (words.next ?? '').length > LONG_TEXT}
      role="alertdialog"
      aria-label={words.title}
      aria-describedby="alert-sentence"
      tabIndex={-1}
    >
      <div className={css['body']}>
        <h1 className={css['title']}>
          <Icon name={alert.tone === 'wrong' ? 'cross' : 'hand'} size="6rem" />
          {words.title}
        </h1>
        <p id="alert-sentence" className={css['sentence']} data-testid="alert-sentence">
          {words.sentence.split(SENTENCE_END).map((sentence) => (
            <span key={sentence}>{sentence}</span>
          ))}
        </p>
        <Facing words={words} />
        {words.next !== null && (
          <p className={css['next']} data-testid="alert-next">
            <Icon name="next" size="2.25rem" />
            <span>{words.next}</span>
          </p>
        )}
      </div>
      <MeanwhileLine texts={alert.meanwhile} />
      <AckButton key={`${alert.reason} ${alert.message}`} />
    </section>
  )
}

/** What was scanned beside what belongs there. */
function Facing({ words }: { words: AlertWords }) {
  const { say } = useText()
  if (words.scanned === null || words.expected === null) return null
  return (
    <dl className={css['facing']}>
      <div className={css['side']}>
        <dt>
          <Icon name="cross" />
          {say('alert.scanned')}
        </dt>
        <dd data-testid="alert-scanned">{words.scanned}</dd>
      </div>
      <div className={css['side']}>
        <dt>
          <Icon name="check" />
          {words.expected.label}
        </dt>
        <dd data-testid="alert-expected">{words.expected.value}</dd>
        {words.expected.more !== '' && (
          <dd className={css['more']} data-testid="alert-more">
            {words.expected.more}
          </dd>
        )}
      </div>
    </dl>
  )
}

/** What was scanned and did not count: how many in all, and each by name as far as two rows reach. */
function MeanwhileLine({ texts }: { texts: readonly string[] }) {
  const { say, language } = useText()
  const { count, named, rest } = meanwhileOf(texts)
  const names = named.map(({ text, times }) => {
    const { what = text } = spokenDetail({ what: text }, say, language)
    return times > 1 ? say('alert.meanwhile.times', { times, what }) : what
  })
  if (rest > 0) names.push(say('load.more', { count: rest }))
  return (
    <p className={css['meanwhile']} data-testid="meanwhile" data-count={count} role="status">
      {count > 0 && (
        <>
          <b>{say('alert.meanwhile', { count })}</b> {names.join(', ')}
        </>
      )}
    </p>
  )
}

function AckButton() {
  const { say } = useText()
  const { command } = usePresses()
  const [isArmed, setArmed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARM_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <UnstyledButton
      className={css['ack']}
      data-testid="cmd-ACK"
      disabled={!isArmed}
      onClick={pressed(() => command('ACK'))}
    >
      <ScanCode text={commandCode('ACK')} size="6.5rem" />
      <span className={css['ackWords']}>
        <b>{say('cmd.ACK')}</b>
        <span>{say('cmd.ACK.scan')}</span>
      </span>
    </UnstyledButton>
  )
}
