import { useMemo, useState } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { FloorView } from '#contract/rpc/floor-view.ts'
import type { FloorClaim, FloorException } from '#contract/sync/floor-answer.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { clockTime } from '../../format/day.ts'
import { useText } from '../../text/text.ts'
import { stuckFirst } from '../floor/bench-state.ts'
import { BenchTiles } from '../floor/bench-tiles.tsx'
import { ClaimSheet } from '../floor/claim-sheet.tsx'
import { ExceptionSheet } from '../floor/exception-sheet.tsx'
import { ClaimRows, ExceptionRows } from '../floor/floor-rows.tsx'
import css from '../floor/floor.module.css'
import { floorTitle } from '../floor/floor-words.ts'
import { People, ThisBench } from '../floor/this-bench.tsx'
import { useFloor } from '../station-context.tsx'
import type { PanelName } from './bench-panel.tsx'
import panel from './panel.module.css'

type Props = { bench: BenchView; onOpen: (panel: PanelName) => void }

/** What is open over the floor; kept as it was when it was touched, whatever the office says meanwhile. */
type Open = { exception: FloorException } | { claim: FloorClaim } | null

/** All benches for a supervisor: which one is stuck and why, and what they have to decide. */
export function FloorPanel({ bench, onOpen }: Props) {
  const { say } = useText()
  const floor = useFloor()
  const [open, setOpen] = useState<Open>(null)
  if (floor === undefined) return <p className={panel['none']}>{say('panel.loading')}</p>
  const { office } = floor
  const close = () => setOpen(null)
  if (open !== null && 'exception' in open) {
    return (
      <ExceptionSheet
        exception={open.exception}
        loads={floor.loads}
        isOffline={floor.trouble !== null}
        timezone={bench.timezone}
        onBack={close}
      />
    )
  }
  if (open !== null) {
    return (
      <ClaimSheet
        claim={open.claim}
        isOffline={floor.trouble !== null}
        nowMs={Date.parse(office?.answer.serverTime ?? open.claim.since)}
        timezone={bench.timezone}
        onBack={close}
      />
    )
  }
  return (
    <div className={css['floor']} data-testid="floor">
      <Standing floor={floor} timezone={bench.timezone} />
      {office === null ? (
        <p className={panel['none']}>{say('floor.none')}</p>
      ) : (
        <WholeFloor office={office} bench={bench} onOpen={setOpen} />
      )}
      <ThisBench day={floor.day} bench={bench} onOpen={onOpen} />
    </div>
  )
}

type WholeProps = {
  office: NonNullable<FloorView['office']>
  bench: BenchView
  onOpen: (open: Open) => void
}

function WholeFloor({ office: { answer }, bench, onOpen }: WholeProps) {
  const { say } = useText()
  const { timezone, stationId } = bench
  const { stations, claims, exceptions, serverTime } = answer
  // Asked again every few seconds; while the office is gone, this is how it was then.
  const nowMs = Date.parse(serverTime)
  const tiles = useMemo(() => stuckFirst(stations, claims, nowMs), [stations, claims, nowMs])
  return (
    <>
      <div className={css['head']}>
        <h3 className={css['headline']} data-testid="floor-title">
          {floorTitle(tiles, say)}
        </h3>
        <nav className={css['jumps']}>
          <Jump to="floor-decide" icon="warning" count={exceptions.length} text="floor.to-decide" />
          <Jump to="floor-day" icon="list" count={null} text="floor.today" />
        </nav>
      </div>
      <BenchTiles tiles={tiles} here={stationId} nowMs={nowMs} timezone={timezone} />
      <div className={css['columns']}>
        <ExceptionRows
          exceptions={exceptions}
          hasMore={answer.moreExceptions}
          nowMs={nowMs}
          timezone={timezone}
          onOpen={(exception) => onOpen({ exception })}
        />
        <ClaimRows
          claims={claims}
          nowMs={nowMs}
          timezone={timezone}
          onOpen={(claim) => onOpen({ claim })}
        />
      </div>
      {answer.people !== null && <People people={answer.people} />}
    </>
  )
}

type JumpProps = {
  to: 'floor-decide' | 'floor-day'
  icon: IconName
  count: number | null
  text: 'floor.to-decide' | 'floor.today'
}

/** To what may stand below the edge of the screen, at one touch. */
function Jump({ to, icon, count, text }: JumpProps) {
  const { say } = useText()
  return (
    <TouchButton
      label={say(text, count === null ? {} : { count })}
      icon={icon}
      testId={`jump-${to}`}
      onPress={() => document.querySelector(`[data-testid=${to}]`)?.scrollIntoView()}
    />
  )
}

/** How old what follows is, where it is not of now. */
function Standing({
  floor: { office, trouble },
  timezone,
}: {
  floor: FloorView
  timezone: string
}) {
  const { say } = useText()
  if (trouble === null) return null
  const asOf =
    office === null ? '' : say('floor.as-of', { time: clockTime(Date.parse(office.at), timezone) })
  return (
    <p className={css['standing']} role="status" data-testid="floor-trouble">
      <Icon name="offline" size="2rem" />
      <span>
        {asOf} {say(`floor.trouble.${trouble}`)}
      </span>
    </p>
  )
}
