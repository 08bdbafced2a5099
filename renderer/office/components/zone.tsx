import { createContext, use, useState, type ReactNode } from 'react'
import { useSession } from '../session.tsx'
import { useText } from '../text/text.ts'
import { isSameClock } from './same-clock.ts'
import { useAddress } from './use-address.ts'
import classes from './page.module.css'

/** The warehouse that a page is about, where it is not the one in its address. */
const WarehouseContext = createContext<string | undefined>(undefined)

/** What stands within is told by the clock of that warehouse, also to whoever looks from elsewhere. */
export function InWarehouse({ code, children }: { code: string | undefined; children: ReactNode }) {
  return <WarehouseContext value={code}>{children}</WarehouseContext>
}

/** The zone this computer is set to. */
const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The zone in which times are told: of the warehouse that the page is about, else of the one in its address, else of
 * the first, as the day on the page Today is. Before anybody has signed in there is only the computer's own.
 */
export function useZone(): string {
  const warehouses = useSession().session?.warehouses ?? []
  const about = use(WarehouseContext)
  const { get } = useAddress()
  const code = about ?? get('warehouse')
  const warehouse = warehouses.find((one) => one.code === code) ?? warehouses[0]
  return warehouse?.timezone ?? OWN_ZONE
}

/** Whose clock the page goes by, where this computer's shows something else. */
export function ZoneNote() {
  const { say } = useText()
  const zone = useZone()
  const [nowMs] = useState(() => Date.now())
  if (isSameClock(zone, OWN_ZONE, nowMs)) return null
  return <p className={classes['zone']}>{say('page.zone', { zone: zone.replaceAll('_', ' ') })}</p>
}
