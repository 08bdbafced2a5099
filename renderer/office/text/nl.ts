import type { en } from './en.ts'
import { nlFind } from './nl-find.ts'
import { nlHistory } from './nl-history.ts'
import { nlOrder } from './nl-order.ts'
import { nlOrderChanges } from './nl-order-changes.ts'
import { nlOrderImport } from './nl-order-import.ts'
import { nlOrders } from './nl-orders.ts'
import { nlExceptions } from './nl-exceptions.ts'
import { nlExceptionCodes } from './nl-exception-codes.ts'
import { nlCapacity } from './nl-capacity.ts'
import { nlReasons } from './nl-reasons.ts'
import { nlRows } from './nl-rows.ts'
import { nlStock } from './nl-stock.ts'
import { nlLoading } from './nl-loading.ts'
import { nlPicking } from './nl-picking.ts'
import { nlShell } from './nl-shell.ts'
import { nlSignIn } from './nl-sign-in.ts'
import { nlToday } from './nl-today.ts'
import { nlDeeds } from './nl-deeds.ts'
import { nlPeople } from './nl-people.ts'
import { nlPrivacy } from './nl-privacy.ts'
import { nlSettings } from './nl-settings.ts'
import { nlReceipts } from './nl-receipts.ts'
import { nlProblems } from './nl-problems.ts'
import { nlStations } from './nl-stations.ts'

/** The same in Dutch; a text that is missing here does not compile. */
export const nl: Record<keyof typeof en, string> = {
  ...nlShell,
  ...nlSignIn,
  ...nlFind,
  ...nlToday,
  ...nlStock,
  ...nlRows,
  ...nlCapacity,
  ...nlExceptions,
  ...nlLoading,
  ...nlPicking,
  ...nlExceptionCodes,
  ...nlHistory,
  ...nlReasons,
  ...nlOrder,
  ...nlOrderChanges,
  ...nlOrderImport,
  ...nlOrders,
  ...nlDeeds,
  ...nlPeople,
  ...nlSettings,
  ...nlPrivacy,
  ...nlProblems,
  ...nlReceipts,
  ...nlStations,
}
