import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link, useSearch } from 'wouter'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { InWarehouse } from '../../components/zone.tsx'
import { useNow } from '../../../station/use-now.ts'
import { useText } from '../../text/text.ts'
import { ExceptionDetail } from './exception-detail.tsx'
import { ExceptionExport } from './exception-export.tsx'
import { ExceptionFilters } from './exception-filters.tsx'
import classes from './exceptions.module.css'
import {
  useException,
  useExceptionCounts,
  useExceptionFilters,
  useInbox,
  useOpenException,
} from './use-inbox.ts'
import { useListKeys } from './use-list-keys.ts'
import { agoWords, exceptionSentence, exceptionTitle, type ShownException } from './words.ts'

const AGES_EVERY_MS = 30_000

/** What a person must look at, oldest first, and beside it the one that is open. */
export function InboxPage({ id }: { id: string | undefined }) {
  const { say } = useText()
  const filters = useExceptionFilters()
  const { data: counts } = useExceptionCounts()
  const inbox = useInbox(filters.query)
  const open = useOpenException()
  const items = inbox.items ?? []
  const shownId = useShownId(id, items[0]?.id, JSON.stringify(filters.query))
  const one = useException(shownId)
  const index = items.findIndex((item) => item.id === shownId)
  const place = usePlace(index)
  // One that was just decided has left the list: what follows it has taken its place.
  const next = index < 0 ? (items[place] ?? items.at(-1)) : items[index + 1]
  useListKeys({ items, index, place, open })
  const openCount = counts?.open ?? 0
  const title = openCount > 0 ? `${say('nav.exceptions')} (${openCount})` : say('nav.exceptions')
  return (
    <InWarehouse code={one.data?.warehouse}>
      <Page
        title={title}
        lead={say('ex.to-decide', { count: counts?.undecided ?? 0 })}
        actions={<ExceptionExport query={filters.query} />}
      >
        <ExceptionFilters filters={filters} counts={counts} />
        <ProblemNotice error={inbox.error} />
        {inbox.items === undefined && inbox.error === null && <Loading />}
        {inbox.items !== undefined && (
          <div className={classes['inbox']}>
            <div className={classes['side']}>
              <ExceptionList items={items} shownId={shownId} />
              {items.length === 0 && (
                <NothingHere isClosed={filters.isClosed} isFiltered={filters.isFiltered} />
              )}
              {inbox.hasNextPage && (
                <Button
                  variant="default"
                  loading={inbox.isFetchingNextPage}
                  onClick={() => void inbox.fetchNextPage()}
                >
                  {say('ex.more')}
                </Button>
              )}
            </div>
            <div className={classes['detail']}>
              {one.error !== null && shownId !== undefined && <EmptyState title={say('ex.gone')} />}
              {one.data !== undefined && one.error === null && (
                <ExceptionDetail
                  key={one.data.id}
                  exception={one.data}
                  onNext={next === undefined ? null : () => open(next.id)}
                />
              )}
            </div>
          </div>
        )}
      </Page>
    </InWarehouse>
  )
}

/** The one in the address, else the first; it stays in view when somebody decides it and it leaves the list. */
function useShownId(id: string | undefined, first: string | undefined, query: string) {
  const [kept, keep] = useState<{ query: string; id: string } | null>(null)
  if (id === undefined && first !== undefined && kept?.query !== query) keep({ query, id: first })
  if (id !== undefined) return id
  return kept?.query === query ? kept.id : first
}

/** Where the one that is open stands in the list, or stood before it left. */
function usePlace(index: number): number {
  const [place, setPlace] = useState(0)
  if (index >= 0 && index !== place) setPlace(index)
  return place
}

function NothingHere({ isClosed, isFiltered }: { isClosed: boolean; isFiltered: boolean }) {
  const { say } = useText()
  if (isFiltered) return <EmptyState title={say('ex.none-found.title')} />
  return isClosed ? (
    <EmptyState title={say('ex.none-closed.title')} hint={say('ex.none-closed.hint')} />
  ) : (
    <EmptyState title={say('ex.none.title')} hint={say('ex.none.hint')} />
  )
}

type ListProps = { items: readonly ShownException[]; shownId: string | undefined }

function ExceptionList({ items, shownId }: ListProps) {
  const { say, language } = useText()
  const search = useSearch()
  const now = useNow(AGES_EVERY_MS)
  useEffect(() => {
    const row = document.querySelector<HTMLElement>(`[data-exception="${shownId ?? ''}"]`)
    row?.scrollIntoView({ block: 'nearest' })
    // Whoever goes through the list by keys takes the focus along.
    if (document.activeElement?.hasAttribute('data-exception') === true) row?.focus()
  }, [shownId])
  if (items.length === 0) return null
  return (
    <>
      <ul className={classes['list']} aria-label={say('ex.list')}>
        {items.map((item) => (
          <li key={item.id}>
            <Link
              href={`/${item.id}${search === '' ? '' : `?${search}`}`}
              replace
              className={classes['row']}
              aria-current={item.id === shownId ? 'true' : undefined}
              data-exception={item.id}
              data-shown={item.id === shownId}
            >
              <span className={classes['rowHead']}>
                <b>{exceptionTitle(item.code, say)}</b>
                <span className={classes['age']}>{agoWords(item.openedAt, now, say)}</span>
              </span>
              <span className={classes['rowWords']}>
                {exceptionSentence(item, { say, language })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className={classes['keys']}>{say('ex.keys')}</p>
    </>
  )
}
