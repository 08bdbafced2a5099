import { useState } from 'react'
import type { DeviceTest, DeviceTestAnswer, DoctorDevice } from '#contract/rpc/doctor-view.ts'
import { Icon } from '../../components/icon.tsx'
import { TouchButton } from '../../components/touch-button.tsx'
import { clockTime } from '../../format/day.ts'
import { useText } from '../../text/text.ts'
import { hostWords } from '../host-words.ts'
import { useCall } from '../station-context.tsx'
import own from './doctor-panel.module.css'
import { FindOut } from './find-out.tsx'
import { deviceName } from './device-name.ts'
import css from './panel.module.css'
import { scannerAdvice, scannerWords } from './scanner-words.ts'

type TestName = DeviceTest['test']

const TESTS: Record<DoctorDevice['kind'], readonly TestName[]> = {
  scanner: ['sound-good', 'sound-bad', 'reconnect'],
  scale: ['weigh', 'reconnect'],
  printer: ['label'],
}

type Props = { device: DoctorDevice; timezone: string; onBack: () => void }

/** One device: how it is, what to do, what it said last, and its tests. */
export function DeviceSheet({ device, timezone, onBack }: Props) {
  const { say } = useText()
  const { id, kind, state, detail, advice } = device
  return (
    <div className={own['sheet']} data-testid={`device-sheet-${id}`}>
      <div className={own['about']}>
        <div className={own['title']} data-well={advice === 'fine'}>
          <Icon name={kind} size="3rem" />
          <div>
            <b>{deviceName(device, say)}</b>
            <p>{say(`device.state.${state}`)}</p>
          </div>
        </div>
        <TouchButton label={say('doctor.back')} icon="undo" testId="device-back" onPress={onBack} />
      </div>
      <div className={own['advice']} data-well={advice === 'fine'}>
        {detail !== '' && <p className={css['detail']}>{hostWords(detail, say)}</p>}
        <p>
          <Icon name={advice === 'fine' ? 'check' : 'hand'} /> {say(`doctor.advice.${advice}`)}
        </p>
        <ProfileWords device={device} />
      </div>
      <Tests device={device} />
      {kind === 'scale' && <FindOut deviceId={id} />}
      <LastWords device={device} timezone={timezone} />
    </div>
  )
}

function ProfileWords({ device: { profile } }: { device: DoctorDevice }) {
  const { say } = useText()
  if (profile === undefined) return null
  return (
    <p className={css['detail']}>
      {scannerWords(profile, say)} {scannerAdvice(profile, say)}
    </p>
  )
}

function Tests({ device: { id, kind } }: { device: DoctorDevice }) {
  const { say } = useText()
  const call = useCall()
  const [isBusy, setIsBusy] = useState(false)
  const [done, setDone] = useState<(DeviceTestAnswer & { test: TestName }) | null>(null)
  const run = async (test: TestName) => {
    setIsBusy(true)
    const answer = await call((client) => client.devices.test({ deviceId: id, test }))
    setIsBusy(false)
    if (answer !== null) setDone({ ...answer, test })
  }
  return (
    <section className={own['tests']}>
      <p>{say(`doctor.try.${kind}`)}</p>
      <div className={own['buttons']}>
        {TESTS[kind].map((test) => (
          <TouchButton
            key={test}
            label={say(`doctor.test.${test}`)}
            isDisabled={isBusy}
            testId={`test-${test}`}
            onPress={() => void run(test)}
          />
        ))}
      </div>
      {done !== null && (
        <p className={own['outcome']} data-outcome={done.outcome} role="status">
          <Icon name={done.outcome === 'done' ? 'check' : 'warning'} />
          {`${say(`doctor.test.${done.test}`)}: ${say(`doctor.outcome.${done.outcome}`)}. ${done.detail}`}
        </p>
      )}
    </section>
  )
}

function LastWords({ device, timezone }: { device: DoctorDevice; timezone: string }) {
  const { say } = useText()
  const { lastRaw, lastMeaning, lastSent, speaks, link, faults } = device
  const { connections, bytesIn, bytesOut } = device
  const rows = [
    { label: say('doctor.raw'), words: lastRaw },
    { label: say('doctor.means'), words: lastMeaning },
    { label: say('doctor.sent'), words: lastSent },
  ]
  return (
    <dl className={own['said']}>
      {lastRaw === null && lastMeaning === null && (
        <div>
          <dt>{say('doctor.raw')}</dt>
          <dd>{say('doctor.silent')}</dd>
        </div>
      )}
      {rows.map(({ label, words }) =>
        words === null ? null : (
          <div key={label}>
            <dt>
              {label} <span>{clockTime(words.at, timezone)}</span>
            </dt>
            <dd>
              <code className={own['code']}>{words.text}</code>
            </dd>
          </div>
        ),
      )}
      <div>
        <dt>{say('doctor.link')}</dt>
        <dd>
          <code className={own['code']}>{link}</code>
        </dd>
      </div>
      {speaks !== '' && (
        <div>
          <dt>{say('doctor.speaks')}</dt>
          <dd>{speaks}</dd>
        </div>
      )}
      <div>
        <dt>{say('doctor.counts')}</dt>
        <dd>{say('doctor.counts.say', { connections, bytesIn, bytesOut })}</dd>
      </div>
      {faults.length > 0 && (
        <div>
          <dt>{say('doctor.faults')}</dt>
          {faults.slice(0, 4).map((fault, index) => (
            <dd key={`${fault.at}-${index}`}>
              {clockTime(fault.at, timezone)} {hostWords(fault.detail, say)}
            </dd>
          ))}
        </div>
      )}
    </dl>
  )
}
