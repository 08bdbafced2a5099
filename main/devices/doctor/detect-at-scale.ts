import type { ScaleFindings } from '#contract/rpc/doctor-view.ts'
import type { Clock } from '../../clock.ts'
import type { ScaleConfig } from '../device-config.ts'
import type { ByteLink, OpenDevice } from '../link/byte-link.ts'
import { detectScale, type ScaleDetection } from '../scale/detect-scale.ts'

/** Listens and asks at one configured scale, whose driver has let go of it. */
export async function detectAtScale(
  { link: address }: ScaleConfig,
  open: OpenDevice,
  clock: Clock,
): Promise<ScaleFindings> {
  const opened = await open()
  if (!opened.ok) return { suggestions: [], trouble: opened.error.detail }
  const link = opened.value
  const isClosed = ended(link)
  const found = await detectScale(link, { clock, isHid: address.startsWith('hid:') })
  link.destroy()
  await isClosed
  return findings(found)
}

function findings({ candidates, trouble }: ScaleDetection): ScaleFindings {
  const suggestions = candidates.map(({ settings, sample }) => ({
    settings: JSON.stringify(settings),
    sample: 'grams' in sample ? `${sample.kind} ${sample.grams} g` : sample.kind,
  }))
  return { suggestions, trouble: trouble?.detail ?? null }
}

function ended(link: ByteLink): Promise<void> {
  return new Promise((resolve) => link.onClosed(() => resolve()))
}
