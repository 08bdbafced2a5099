import type { LabelDocument } from '#contract/label/label-document.ts'
import type { AttachedDevices, Wiring } from './assemble-station.ts'
import { DeviceTroubles } from './floor/device-troubles.ts'
import { floorClient } from './floor/floor-client.ts'
import { FloorDesk } from './floor/floor-desk.ts'
import type { Keyboard } from './devices/wedge/keyboard.ts'
import { codeSheets } from './labels/code-sheets.ts'
import type { LabelPrinter } from './labels/print-holds.ts'
import { printOrders } from './labels/print-orders.ts'
import { renderLabel } from './labels/render-label.ts'
import { logOrders } from './log-orders.ts'
import { closeRefusal } from './refusals/close-refusal.ts'
import type { SupervisorCheck } from './refusals/supervisor-check.ts'
import type { ViewParts } from './rpc/bench-view.ts'
import type { Topics } from './rpc/topics.ts'

export type FloorView = ViewParts & { topics: Topics; keyboard: Keyboard }

/** All that a bench's doors ask of it, gathered from its parts. */
export function floorView(
  { config, parts, store }: Wiring,
  floor: Pick<
    FloorView,
    'bench' | 'submit' | 'devices' | 'sync' | 'topics' | 'keyboard' | 'settings'
  > & { supervisors: SupervisorCheck; devices: AttachedDevices },
): FloorView {
  const { identity, isDemo, appVersion, isPractice = false, printers } = config
  const { log, cache, jobs, view, refusals, accounts, figures } = store
  const { clock, newId } = parts
  const { submit, bench, sync, supervisors } = floor
  const ackedSeq = () => sync.state.ackedSeq
  const closing = { refusals, supervisors, view, submit, bench, newId, ackedSeq }
  const { salvage = null } = config
  const signedIn = () => submit.state.operatorId
  return {
    ...floor,
    identity,
    isDemo,
    isPractice,
    appVersion,
    log,
    cache,
    jobs,
    view,
    clock,
    refusals,
    accounts,
    figures,
    deviceTroubles: new DeviceTroubles(),
    floor: new FloorDesk({
      office: floorClient(parts.office),
      figures,
      supervisors,
      view,
      cache,
      clock,
      signedIn,
    }),
    closeRefusal: (input) => closeRefusal(closing, input),
    salvage,
    printing: printOrders({
      jobs,
      view,
      clock,
      newId,
      bench,
      printers,
      make: makeLabel,
      isSignedIn: () => signedIn() !== null,
      onChange: () => floor.topics.poke('print-jobs'),
    }),
    codeSheets: codeSheets({
      view,
      cache,
      supervisors,
      printers,
      newId,
      signedIn,
      onTrouble: parts.onTrouble,
      print: (printerId, job) => floor.devices.print(printerId, job),
    }),
    about: {
      appVersion,
      dataFolder: config.dataFolder,
      devicesFile: config.devicesFile ?? null,
    },
    orders: logOrders({ log, salvage, view, supervisors, signedIn, restart: parts.restart }),
  }
}

export function makeLabel(printer: LabelPrinter, document: LabelDocument): Promise<Uint8Array> {
  return renderLabel(document, printer)
}
