import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ScanCode } from '../../../components/scan-code.tsx'
import { barsOf } from '../../../components/symbol-modules.ts'
import { call, type CallAnswer } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import form from '../../components/form.module.css'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useText } from '../../text/text.ts'
import classes from './people.module.css'

type Badge = CallAnswer<'POST /v1/badge-sheets'>['items'][number]

/** Badges as cards on a sheet of paper. Their codes are fetched when somebody asks, which the audit trail notes. */
export function BadgesPage() {
  const { say } = useText()
  const { get } = useAddress()
  const refs = get('refs').split(',').filter(Boolean)
  const fetch = useMutation({
    mutationFn: () => call('POST /v1/badge-sheets', { body: { refs } }),
  })
  const badges = fetch.data?.items
  return (
    <Page
      title={say('people.badges')}
      isSheet
      lead={<span className={classes['onScreen']}>{say('people.badges-lead')}</span>}
      actions={
        <span className={`${classes['onScreen']} ${form['row']}`}>
          <Button component={Link} href="/operators" variant="default">
            {say('people.operators')}
          </Button>
          {badges !== undefined && badges.length > 0 && (
            <Button onClick={() => print()}>{say('people.print-now')}</Button>
          )}
        </span>
      }
    >
      {refs.length === 0 && (
        <EmptyState title={say('people.badges-none')} hint={say('people.badges-none-do')} />
      )}
      {refs.length > 0 && badges === undefined && (
        <div className={form['stack']}>
          <p>{say('people.badges-show-say')}</p>
          <Button loading={fetch.isPending} onClick={() => fetch.mutate()}>
            {say('people.badges-show')}
          </Button>
          <ProblemNotice error={fetch.error} />
        </div>
      )}
      {badges !== undefined && (
        <ul className={classes['sheet']}>
          {badges.map((badge) => (
            <Card key={badge.ref} badge={badge} />
          ))}
        </ul>
      )}
    </Page>
  )
}

/** Both symbols: a scanner that reads lines only reads one, a camera the other. */
function Card({ badge }: { badge: Badge }) {
  const { say } = useText()
  const { name, roles, badgeCode } = badge
  return (
    <li className={classes['card']}>
      <p className={classes['cardName']}>{name}</p>
      <div className={classes['cardBody']} role="img" aria-label={say('people.badge-of', { name })}>
        <p className={classes['cardRoles']}>
          {roles.map((role) => say(`people.role.${role}`)).join(' · ')}
        </p>
        <ScanCode text={badgeCode} size="26mm" />
      </div>
      <Bars text={badgeCode} />
    </li>
  )
}

/** How large it is drawn is the page's business. */
const BAR = { kind: 'code-128', xMm: 0, yMm: 0, heightMm: 1, moduleMm: 1 } as const

/** Modules of white on each side that a scanner of lines needs. */
const QUIET = 10

function Bars({ text }: { text: string }) {
  const { data: bars = [] } = useQuery({
    queryKey: ['bars', text],
    queryFn: () => barsOf({ ...BAR, text }),
  })
  const [last, width] = bars.at(-1) ?? [0, 0]
  return (
    <svg
      className={classes['bars']}
      viewBox={`${-QUIET} 0 ${last + width + 2 * QUIET} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map(([from, modules]) => (
        <rect key={from} x={from} y={0} width={modules} height={10} fill="#000" />
      ))}
    </svg>
  )
}
