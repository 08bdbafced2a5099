import { useState } from 'react'
import type { ScaleFindings } from '#contract/rpc/doctor-view.ts'
import { TouchButton } from '../../components/touch-button.tsx'
import { useText } from '../../text/text.ts'
import { useCall } from '../station-context.tsx'
import own from './doctor-panel.module.css'

/** Finds out what a scale speaks, when a person asks for it; the devices file is theirs to change. */
export function FindOut({ deviceId }: { deviceId: string }) {
  const { say } = useText()
  const call = useCall()
  const [isBusy, setIsBusy] = useState(false)
  const [found, setFound] = useState<ScaleFindings | null>(null)
  const find = async () => {
    setIsBusy(true)
    setFound(await call((client) => client.devices.detect({ deviceId })))
    setIsBusy(false)
  }
  return (
    <section className={own['tests']}>
      <TouchButton
        label={say(isBusy ? 'doctor.find.busy' : 'doctor.find')}
        isDisabled={isBusy}
        testId="scale-find-out"
        onPress={() => void find()}
      />
      {found !== null && (
        <div className={own['said']} role="status" data-testid="scale-findings">
          <p>{say(found.suggestions.length === 0 ? 'doctor.find.none' : 'doctor.find.say')}</p>
          {found.trouble !== null && <p>{found.trouble}</p>}
          {found.suggestions.map(({ settings, sample }) => (
            <p key={settings}>
              <code className={own['code']}>{settings}</code> → {sample}
            </p>
          ))}
        </div>
      )}
    </section>
  )
}
