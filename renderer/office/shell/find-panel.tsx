import { VisuallyHidden } from '@mantine/core'
import { FOUND_KINDS } from '#contract/http/found-kinds.ts'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { useText } from '../text/text.ts'
import classes from './find-box.module.css'
import type { Entry } from './found-words.ts'
import type { useFind } from './use-find.ts'

type Props = {
  id: string
  find: ReturnType<typeof useFind>
  entries: readonly Entry[]
  /** Place of the entry that Enter goes to. */
  active: number
  onGo: (href: string, isElsewhere: boolean) => void
}

/** What was found for the text in the box, or why there is nothing. */
export function FindPanel({ id, find, entries, active, onGo }: Props) {
  const { say } = useText()
  const { text, error, isSettled } = find
  const isNothing = isSettled && entries.length === 0
  const state = isSettled ? say('find.count', { count: entries.length }) : say('find.searching')
  return (
    <div className={classes['panel']}>
      {error !== null && <ProblemNotice error={error} />}
      {error === null && isNothing && (
        <div className={classes['none']}>
          <p className={classes['noneTitle']}>{say('find.none', { text: short(text) })}</p>
          <p>{say('find.none-hint')}</p>
        </div>
      )}
      {error === null && !isSettled && entries.length === 0 && (
        <p className={classes['none']}>{say('find.searching')}</p>
      )}
      {entries.length > 0 && error === null && (
        <Entries id={id} entries={entries} active={active} onGo={onGo} />
      )}
      <VisuallyHidden role="status">{error === null && state}</VisuallyHidden>
    </div>
  )
}

function Entries({ id, entries, active, onGo }: Omit<Props, 'find'>) {
  const { say } = useText()
  const kinds = FOUND_KINDS.filter((kind) => entries.some((entry) => entry.kind === kind))
  return (
    <div id={`${id}-list`} role="listbox" aria-label={say('find.found')}>
      {kinds.map((kind) => (
        <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
          <p id={`${id}-${kind}`} role="presentation" className={classes['kind']}>
            {say(`find.kind.${kind}`)}
          </p>
          {entries.map((entry, at) =>
            entry.kind === kind ? (
              <EntryRow
                key={entry.key}
                id={`${id}-${at}`}
                isActive={at === active}
                {...{ entry, onGo }}
              />
            ) : null,
          )}
        </div>
      ))}
    </div>
  )
}

type RowProps = { id: string; entry: Entry; isActive: boolean; onGo: Props['onGo'] }

function EntryRow({ id, entry, isActive, onGo }: RowProps) {
  return (
    <div
      id={id}
      ref={isActive ? showRow : undefined}
      role="option"
      aria-selected={isActive}
      className={classes['entry']}
      // The box keeps the focus, so that the keys go on working.
      onMouseDown={(event) => event.preventDefault()}
      onClick={({ ctrlKey, metaKey }) => onGo(entry.href, ctrlKey || metaKey)}
    >
      <span className={classes['title']}>{entry.title}</span>
      {entry.about !== '' && <span className={classes['about']}>{entry.about}</span>}
    </div>
  )
}

function showRow(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'nearest' })
}

/** A code of hundreds of characters is not read back whole. */
const SAID_MAX = 40

function short(text: string): string {
  return text.length <= SAID_MAX ? text : `${text.slice(0, SAID_MAX)}…`
}
