import { useMemo, useState } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import { AlertScreen } from './alert-screen.tsx'
import css from './bench-screen.module.css'
import { IdleScreen } from './idle-screen.tsx'
import { LinkNotice, useLinkTrouble } from './link-notice.tsx'
import { LoadScreen } from './load-screen.tsx'
import { BenchPanel, type PanelName } from './panels/bench-panel.tsx'
import { PalletScreen } from './pallet-screen.tsx'
import { PickScreen } from './pick-screen.tsx'
import { PromptScreen } from './prompt-screen.tsx'
import { PutBackScreen } from './put-back-screen.tsx'
import { SignInScreen } from './sign-in-screen.tsx'
import { useSounds } from './sounds-context.ts'
import { useBench } from './station-context.tsx'
import { StoppedScreen } from './stopped-screen.tsx'
import { TopBar } from './top-bar.tsx'
import { TroubleStrip } from './trouble-strip.tsx'
import { stoppedTrouble, troublesOf } from './trouble.ts'
import { useCue } from './use-cue.ts'
import { useWedge } from './wedge/use-wedge.ts'

/** The bench: where the host says the operator is, and over it a question, an alert or lost contact. */
export function BenchScreen() {
  const { bench, isSilent } = useBench()
  useWedge()
  const trouble = useLinkTrouble({ hasBench: bench !== undefined, isSilent })
  const [panel, setPanel] = useState<PanelName | null>(null)
  const troubles = useMemo(() => (bench === undefined ? [] : troublesOf(bench)), [bench])

  if (bench === undefined) return <LinkNotice trouble={trouble ?? { kind: 'connecting' }} />
  const stopped = stoppedTrouble(bench)
  const isAlert = bench.alert !== null && stopped === null
  return (
    <>
      <div className={css['bench']} inert={trouble !== null || isAlert}>
        <TopBar bench={bench} onOpen={setPanel} />
        <div>
          {stopped === null && (
            <TroubleStrip troubles={troubles} onOpen={() => setPanel('trouble')} />
          )}
        </div>
        <main
          className={css['work']}
          data-testid={`screen-${bench.work.kind}`}
          inert={panel !== null}
        >
          {stopped !== null ? (
            <StoppedScreen trouble={stopped} pending={bench.log.pending} />
          ) : bench.prompt === null ? (
            <Work bench={bench} />
          ) : (
            <PromptScreen prompt={bench.prompt} bench={bench} />
          )}
        </main>
        {panel !== null && (
          <BenchPanel name={panel} bench={bench} onOpen={setPanel} onClose={() => setPanel(null)} />
        )}
      </div>
      {isAlert && bench.alert !== null && (
        <div inert={trouble !== null}>
          <AlertScreen alert={bench.alert} />
        </div>
      )}
      <Edge bench={bench} />
      {trouble !== null && <LinkNotice trouble={trouble} />}
    </>
  )
}

/** The green edge of a right scan. It comes and goes by itself, and nothing else is drawn for it. */
function Edge({ bench }: { bench: BenchView }) {
  const { isEdgeOn } = useCue(bench, useSounds())
  return <div className={css['edge']} data-on={isEdgeOn} data-testid="edge" aria-hidden="true" />
}

function Work({ bench }: { bench: BenchView }) {
  const { work } = bench
  if (work.kind === 'signed-out') return <SignInScreen bench={bench} />
  if (work.kind === 'idle') return <IdleScreen work={work} bench={bench} />
  if (work.kind === 'loading') return <LoadScreen work={work} bench={bench} />
  if (work.kind === 'pallet') return <PalletScreen pallet={work.pallet} bench={bench} />
  const { putBack } = work
  return putBack === null ? (
    <PickScreen work={work} bench={bench} />
  ) : (
    <PutBackScreen work={work} putBack={putBack} bench={bench} />
  )
}
