import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import type { DoctorAttached, DoctorDevice } from '#contract/rpc/doctor-view.ts'
import { Icon } from '../../components/icon.tsx'
import { pressed, TouchButton } from '../../components/touch-button.tsx'
import { useText } from '../../text/text.ts'
import { saveFile } from '../save-file.ts'
import { useCall } from '../station-context.tsx'
import { DeviceSheet } from './device-sheet.tsx'
import { deviceName } from './device-name.ts'
import { DeviceWords } from './device-words.tsx'
import { DevicesPanel } from './devices-panel.tsx'
import own from './doctor-panel.module.css'
import css from './panel.module.css'
import { useDoctor } from './use-doctor.ts'

/** The devices of this bench, what is plugged into its machine, and the recording of what they did. */
export function DoctorPanel({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const view = useDoctor()
  const [openId, setOpenId] = useState<string | null>(null)
  // The plain list stands at once; looking what is plugged in may take a moment.
  if (view === undefined) return <DevicesPanel devices={bench.devices} />
  const open = view.devices.find(({ id }) => id === openId)
  if (open !== undefined) {
    return (
      <DeviceSheet
        key={open.id}
        device={open}
        timezone={bench.timezone}
        onBack={() => setOpenId(null)}
      />
    )
  }
  return (
    <div className={css['stack']} data-testid="doctor">
      {view.devices.length === 0 && <p className={css['none']}>{say('devices.none')}</p>}
      {view.devices.length > 0 && <p className={css['answer']}>{say('doctor.ask')}</p>}
      <ul className={css['rows']}>
        {view.devices.map((device) => (
          <li key={device.id}>
            <DeviceRow device={device} onOpen={() => setOpenId(device.id)} />
          </li>
        ))}
      </ul>
      <h3 className={own['head']}>{say('doctor.attached')}</h3>
      {view.attachedTrouble !== null && <p className={css['none']}>{view.attachedTrouble}</p>}
      {view.attachedTrouble === null && view.attached.length === 0 && (
        <p className={css['none']}>{say('doctor.attached.none')}</p>
      )}
      <ul className={css['rows']}>
        {view.attached.map((attached) => (
          <AttachedRow key={attached.path} attached={attached} />
        ))}
      </ul>
      <SaveRecording />
    </div>
  )
}

const TONES: Partial<Record<DoctorDevice['state'], string>> = {
  ready: 'accepted',
  opening: 'waiting',
}

function DeviceRow({ device, onOpen }: { device: DoctorDevice; onOpen: () => void }) {
  const { say } = useText()
  const { id, kind, state } = device
  return (
    <UnstyledButton
      className={`${css['row']} ${own['row']}`}
      data-state={TONES[state] ?? 'refused'}
      data-testid={`doctor-row-${id}`}
      onClick={pressed(onOpen)}
    >
      <span className={css['mark']}>
        <Icon name={kind} size="2rem" />
      </span>
      <span className={css['rowWords']}>
        <b>{deviceName(device, say)}</b>
        <span className={css['answer']}>{say(`device.state.${state}`)}</span>
        <DeviceWords device={device} />
      </span>
      <span className={own['end']}>
        {say(`device.short.${state}`)} <Icon name="next" size="2rem" />
      </span>
    </UnstyledButton>
  )
}

function AttachedRow({ attached }: { attached: DoctorAttached }) {
  const { say } = useText()
  const { family, path, name, usb, use, link, access } = attached
  return (
    <li className={css['row']} data-state={access === 'denied' ? 'refused' : 'accepted'}>
      <span className={css['mark']}>
        <Icon name={use === 'unknown' ? 'plug' : use} size="2rem" />
      </span>
      <span className={css['rowWords']}>
        <b>{name === '' ? say(`doctor.use.${use}`) : name}</b>
        <span className={css['detail']}>
          {path} · {usb}
        </span>
        <code className={own['code']}>{link}</code>
        {access === 'denied' && (
          <span className={css['answer']}>{say(`doctor.remedy.${family}`)}</span>
        )}
      </span>
      <span className={css['when']}>{say(`doctor.access.${access}`)}</span>
    </li>
  )
}

function SaveRecording() {
  const { say } = useText()
  const call = useCall()
  const [saved, setSaved] = useState<{ name: string; events: number } | null>(null)
  const save = async () => {
    const file = await call((client) => client.devices.recording())
    if (file === null) return
    saveFile(file)
    setSaved(file)
  }
  return (
    <section className={own['save']}>
      <p className={css['answer']}>{say('doctor.save.say')}</p>
      <TouchButton
        label={say('doctor.save')}
        icon="out"
        testId="doctor-save"
        onPress={() => void save()}
      />
      {saved !== null && (
        <p className={own['outcome']} data-outcome="done" role="status">
          <Icon name="check" /> {say('doctor.saved', { name: saved.name, events: saved.events })}
        </p>
      )}
    </section>
  )
}
