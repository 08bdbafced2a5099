import type { BenchView } from '#contract/rpc/bench-view.ts'
import { SidePanel } from '../../components/side-panel.tsx'
import type { IconName } from '../../components/icon.tsx'
import { useText } from '../../text/text.ts'
import { DevicesPanel } from './devices-panel.tsx'
import { JobsPanel } from './jobs-panel.tsx'
import { QueuePanel } from './queue-panel.tsx'
import { SettingsPanel } from './settings-panel.tsx'

export type PanelName = 'queue' | 'devices' | 'jobs' | 'settings'

const ICONS: Record<PanelName, IconName> = {
  queue: 'queue',
  devices: 'plug',
  jobs: 'printer',
  settings: 'settings',
}

type Props = { name: PanelName; bench: BenchView; onClose: () => void }

/** What a touch on the top bar opens. */
export function BenchPanel({ name, bench, onClose }: Props) {
  const { say } = useText()
  return (
    <SidePanel
      title={say(`panel.${name}`)}
      icon={ICONS[name]}
      testId={`panel-${name}`}
      onClose={onClose}
    >
      {name === 'queue' && <QueuePanel bench={bench} />}
      {name === 'devices' && <DevicesPanel devices={bench.devices} />}
      {name === 'jobs' && <JobsPanel bench={bench} />}
      {name === 'settings' && <SettingsPanel bench={bench} onClose={onClose} />}
    </SidePanel>
  )
}
