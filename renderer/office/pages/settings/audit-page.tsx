import { Button, NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { call, type CallAnswer } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useTimes } from '../../components/use-times.ts'
import { enDeeds } from '../../text/en-deeds.ts'
import { isTextKey, useText, type Say } from '../../text/text.ts'
import { AuditDiff } from './audit-diff.tsx'
import classes from './settings.module.css'

export type AuditEntry = CallAnswer<'GET /v1/audit'>['items'][number]

const PAGE = 50

const OPERATIONS = Object.keys(enDeeds).flatMap((key) =>
  key.startsWith('operation.') ? [key.slice('operation.'.length)] : [],
)

/** Who changed what, newest first, with what stood there before. */
export function AuditPage() {
  const { say } = useText()
  const { get } = useAddress()
  const [who, operation, target] = [get('who'), get('what'), get('target')]
  const list = useInfiniteQuery({
    // Every change anywhere may be the next entry; it is read when somebody looks.
    queryKey: ['audit', who, operation, target],
    queryFn: ({ pageParam }) =>
      call('GET /v1/audit', {
        query: {
          order: 'newest',
          after: pageParam,
          limit: PAGE,
          ...(who === '' ? {} : { who }),
          ...(operation === '' ? {} : { operation }),
          ...(target === '' ? {} : { target }),
        },
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  })
  const entries = list.data?.pages.flatMap(({ items }) => items)
  return (
    <Page title={say('settings.audit')} lead={say('settings.audit-lead')}>
      <Filters key={`${who} ${target}`} />
      <ProblemNotice error={list.error} />
      {entries === undefined && list.error === null && <Loading />}
      {entries?.length === 0 && <Nothing />}
      {entries !== undefined && entries.length > 0 && (
        <ul className={classes['entries']} aria-label={say('settings.audit')}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {say('table.more')}
          </Button>
        </div>
      )}
    </Page>
  )
}

function Nothing() {
  const { say } = useText()
  const { set } = useAddress()
  return (
    <EmptyState title={say('settings.audit-none')}>
      <Button variant="default" onClick={() => set({ who: '', what: '', target: '' })}>
        {say('table.clear')}
      </Button>
    </EmptyState>
  )
}

function Filters() {
  const { say } = useText()
  const { get, set } = useAddress()
  const [who, setWho] = useState(get('who'))
  const [target, setTarget] = useState(get('target'))
  const search = (event: FormEvent) => {
    event.preventDefault()
    set({ who: who.trim(), target: target.trim() })
  }
  return (
    <form className={form['row']} onSubmit={search}>
      <TextInput
        label={say('settings.audit-who')}
        description={say('settings.audit-who-hint')}
        value={who}
        onChange={({ currentTarget }) => setWho(currentTarget.value)}
      />
      <NativeSelect
        label={say('settings.audit-what')}
        value={get('what')}
        onChange={({ currentTarget }) => set({ what: currentTarget.value })}
        data={[
          { value: '', label: say('settings.audit-any') },
          ...OPERATIONS.map((name) => ({ value: name, label: operationWords(name, say) })),
        ]}
      />
      <TextInput
        label={say('settings.audit-target')}
        description={say('settings.audit-target-hint')}
        value={target}
        onChange={({ currentTarget }) => setTarget(currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {say('table.search')}
      </Button>
    </form>
  )
}

/** What somebody did, in words; a call that this page does not know by its name. */
function operationWords(operation: string, say: Say): string {
  const key = `operation.${operation}`
  return isTextKey(key) ? say(key) : operation
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { say } = useText()
  const { exact } = useTimes()
  const { set } = useAddress()
  const [isOpen, setOpen] = useState(false)
  const { recordedAt, who, operation, target } = entry
  return (
    <li className={classes['entry']}>
      <span className={form['soft']}>{exact(recordedAt)}</span>
      <UnstyledButton
        className={classes['narrow']}
        title={say('settings.audit-only-this')}
        onClick={() => set({ who, target: '' })}
      >
        {who}
      </UnstyledButton>
      <span className={classes['break']}>
        {operationWords(operation, say)}
        <br />
        <UnstyledButton
          className={classes['narrow']}
          title={say('settings.audit-only-this')}
          onClick={() => set({ target, who: '' })}
        >
          {target}
        </UnstyledButton>
      </span>
      <Button
        variant="default"
        size="compact-sm"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {say(isOpen ? 'settings.audit-close' : 'settings.audit-open')}
      </Button>
      {isOpen && <AuditDiff entry={entry} />}
    </li>
  )
}
