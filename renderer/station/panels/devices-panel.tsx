import type { DeviceView } from '#contract/rpc/bench-view.ts'
import { Icon } from '../../components/icon.tsx'
import { useText } from '../../text/text.ts'
import css from './panel.module.css'
import { deviceName } from './device-name.ts'
import { DeviceWords } from './device-words.tsx'

/** Every device with its state in words and what to do about it. */
export function DevicesPanel({ devices }: { devices: readonly DeviceView[] }) {
  const { say } = useText()
  if (devices.length === 0) return <p className={css['none']}>{say('devices.none')}</p>
  return (
    <ul className={css['rows']}>
      {devices.map((device) => (
        <li
          key={device.id}
          className={css['row']}
          data-state={device.state === 'ready' ? 'accepted' : stateTone(device.state)}
          data-testid={`device-row-${device.id}`}
        >
          <span className={css['mark']}>
            <Icon name={device.kind} size="2rem" />
          </span>
          <span className={css['rowWords']}>
            <b>{deviceName(device, say)}</b>
            <span className={css['answer']}>{say(`device.state.${device.state}`)}</span>
            <DeviceWords device={device} />
          </span>
          <span className={css['when']}>{say(`device.short.${device.state}`)}</span>
        </li>
      ))}
    </ul>
  )
}

function stateTone(state: DeviceView['state']): 'waiting' | 'refused' {
  return state === 'opening' ? 'waiting' : 'refused'
}
