import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { RefusalView } from '#contract/rpc/refusal-view.ts'
import { PANEL_ROWS_MAX } from '#contract/rpc/station-contract.ts'
import { Icon } from '../../components/icon.tsx'
import { pressed } from '../../components/touch-button.tsx'
import { useText } from '../../text/text.ts'
import { useRefusals } from '../station-context.tsx'
import css from './panel.module.css'
import own from './refusals-panel.module.css'
import { RefusalSheet } from './refusal-sheet.tsx'
import { RefusalWords } from './refusal-words.tsx'

/** What the office refused and nobody has closed; a supervisor opens one and decides. */
export function RefusalsPanel({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const refusals = useRefusals()
  // Kept as it was when it was opened: closing it takes it off the list before its end is told.
  const [open, setOpen] = useState<RefusalView | null>(null)
  const { timezone } = bench
  if (open !== null) {
    return (
      <RefusalSheet
        key={open.seq}
        refusal={open}
        timezone={timezone}
        onBack={() => setOpen(null)}
      />
    )
  }
  if (refusals === undefined) return <p className={css['none']}>{say('panel.loading')}</p>
  if (refusals.length === 0) return <p className={css['none']}>{say('refusals.none')}</p>
  return (
    <div className={css['stack']}>
      <p className={own['ask']}>
        <Icon name="user" size="2rem" /> {say('refusals.ask')}
      </p>
      <ul className={css['rows']}>
        {refusals.map((refusal) => (
          <li key={refusal.seq}>
            <UnstyledButton
              className={own['refusal']}
              data-testid={`refusal-${refusal.seq}`}
              onClick={pressed(() => setOpen(refusal))}
            >
              <RefusalWords refusal={refusal} timezone={timezone} />
              <Icon name="next" size="2rem" />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {refusals.length >= PANEL_ROWS_MAX && <p>{say('refusals.more')}</p>}
    </div>
  )
}
