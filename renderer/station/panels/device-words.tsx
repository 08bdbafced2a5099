import type { DeviceView } from '#contract/rpc/bench-view.ts'
import { useText } from '../../text/text.ts'
import { hostWords } from '../host-words.ts'
import css from './panel.module.css'
import { scannerAdvice, scannerWords } from './scanner-words.ts'

type Props = { device: Pick<DeviceView, 'detail' | 'state' | 'profile'> }

/** What is to be known of a device; a calibrated scanner's own words stand instead of the host's. */
export function DeviceWords({ device: { detail, state, profile } }: Props) {
  const { say } = useText()
  const advice = profile === undefined ? '' : scannerAdvice(profile, say)
  const isOfProfile = profile !== undefined && state === 'attention'
  const words = [
    profile === undefined ? '' : scannerWords(profile, say),
    isOfProfile ? advice : hostWords(detail, say),
  ].filter((text) => text !== '')
  return words.map((text) => (
    <span key={text} className={css['detail']}>
      {text}
    </span>
  ))
}
