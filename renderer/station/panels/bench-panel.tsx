import type { BenchView } from '#contract/rpc/bench-view.ts'
import { SidePanel } from '../../components/side-panel.tsx'
import type { IconName } from '../../components/icon.tsx'
import { useText } from '../../text/text.ts'
import { DoctorPanel } from './doctor-panel.tsx'
import { FloorPanel } from './floor-panel.tsx'
import { JobsPanel } from './jobs-panel.tsx'
import { QueuePanel } from './queue-panel.tsx'
import { RefusalsPanel } from './refusals-panel.tsx'
import { SettingsPanel } from './settings-panel.tsx'
import { TroublePanel } from './trouble-panel.tsx'

export type PanelName = 'floor' | 'queue' | 'refusals' | 'trouble' | 'devices' | 'jobs' | 'settings'

const ICONS: Record<PanelName, IconName> = {
  floor: 'floor',
  queue: 'queue',
  refusals: 'warning',
  trouble: 'warning',
  devices: 'plug',
  jobs: 'printer',
  settings: 'settings',
}

type Props = {
  name: PanelName
  bench: BenchView
  onOpen: (panel: PanelName) => void
  onClose: () => void
}

const WIDE: readonly PanelName[] = ['queue', 'refusals', 'trouble', 'jobs', 'devices']

/** What a touch on the top bar opens. */
export function BenchPanel({ name, bench, onOpen, onClose }: Props) {
  const { say } = useText()
  return (
    <SidePanel
      title={say(`panel.${name}`)}
      icon={ICONS[name]}
      testId={`panel-${name}`}
      isWide={WIDE.includes(name)}
      isFull={name === 'floor'}
      onClose={onClose}
    >
      {name === 'floor' && <FloorPanel bench={bench} onOpen={onOpen} />}
      {name === 'queue' && <QueuePanel bench={bench} onRefusals={() => onOpen('refusals')} />}
      {name === 'refusals' && <RefusalsPanel bench={bench} />}
      {name === 'trouble' && <TroublePanel bench={bench} />}
      {name === 'devices' && <DoctorPanel bench={bench} />}
      {name === 'jobs' && <JobsPanel bench={bench} />}
      {name === 'settings' && <SettingsPanel bench={bench} onClose={onClose} />}
    </SidePanel>
  )
}
