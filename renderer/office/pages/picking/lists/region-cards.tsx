import { UnstyledButton } from '@mantine/core'
import { Meter } from '../../../../components/meter.tsx'
import { shareOf } from '../../../../format/weight.ts'
import type { CallAnswer } from '../../../api.ts'
import { useAddress } from '../../../components/use-address.ts'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'

type Regions = CallAnswer<'GET /v1/picking-days/{deliveryDate}'>['regions']

/** How far each region of the day is; a click shows its lists only. */
export function RegionCards({ regions }: { regions: Regions }) {
  const { say } = useText()
  const { get, set } = useAddress()
  const regionName = useRegionNames()
  if (regions.length === 0) return null
  return (
    <div className={classes['regions']} role="group" aria-label={say('pick.regions')}>
      {regions.map(({ region, open, claimed, done }) => {
        const total = open + claimed + done
        const name = region === null ? say('pick.region.collect') : regionName(region)
        const words = say('pick.region-progress', { done, total, claimed })
        const isChosen = region !== null && region === get('region')
        return (
          <UnstyledButton
            key={region ?? ''}
            className={classes['region']}
            aria-pressed={isChosen}
            disabled={region === null}
            onClick={() => set({ region: isChosen ? '' : (region ?? '') })}
          >
            <b>{name}</b>
            <Meter share={shareOf(done, total)} tone="good" label={words} />
            <span className={classes['soft']}>{words}</span>
          </UnstyledButton>
        )
      })}
    </div>
  )
}
