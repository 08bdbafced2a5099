import { enFind } from './en-find.ts'
import { enHistory } from './en-history.ts'
import { enOrder } from './en-order.ts'
import { enOrderChanges } from './en-order-changes.ts'
import { enOrderImport } from './en-order-import.ts'
import { enOrders } from './en-orders.ts'
import { enExceptions } from './en-exceptions.ts'
import { enExceptionCodes } from './en-exception-codes.ts'
import { enCapacity } from './en-capacity.ts'
import { enReasons } from './en-reasons.ts'
import { enRows } from './en-rows.ts'
import { enStock } from './en-stock.ts'
import { enLoading } from './en-loading.ts'
import { enPicking } from './en-picking.ts'
import { enShell } from './en-shell.ts'
import { enSignIn } from './en-sign-in.ts'
import { enToday } from './en-today.ts'
import { enDeeds } from './en-deeds.ts'
import { enPeople } from './en-people.ts'
import { enPrivacy } from './en-privacy.ts'
import { enSettings } from './en-settings.ts'
import { enReceipts } from './en-receipts.ts'
import { enProblems } from './en-problems.ts'
import { enStations } from './en-stations.ts'

/** Every text of the office's pages in English; each part of the console has its own file. */
export const en = {
  ...enShell,
  ...enSignIn,
  ...enFind,
  ...enToday,
  ...enStock,
  ...enRows,
  ...enCapacity,
  ...enExceptions,
  ...enLoading,
  ...enPicking,
  ...enExceptionCodes,
  ...enHistory,
  ...enReasons,
  ...enOrder,
  ...enOrderChanges,
  ...enOrderImport,
  ...enOrders,
  ...enDeeds,
  ...enPeople,
  ...enSettings,
  ...enPrivacy,
  ...enProblems,
  ...enReceipts,
  ...enStations,
} as const satisfies Record<string, string>
