import type { PrinterCondition } from './printer-condition.ts'
import type { PrinterTwin } from './printer-twin.ts'
import { fault, moment } from './virtual-fault.ts'
import type { VirtualFault } from './virtual-fault.ts'
import type { PrinterPort } from './virtual-printer.ts'

/** Everything that can be wrong with a virtual printer, as switches. */
export function printerFaults(twin: PrinterTwin, port: PrinterPort): VirtualFault[] {
  const { ways } = port
  const paper = (state: 'low' | 'out'): Pick<VirtualFault, 'isOn' | 'set'> => ({
    isOn: () => twin.condition().paper === state,
    set: (on) => twin.change({ paper: on ? state : 'ok' }),
  })
  return [
    fault({ name: 'paper-out', label: 'No labels', ...paper('out') }),
    fault({ name: 'paper-low', label: 'Few labels left', ...paper('low') }),
    condition(twin, 'isHeadOpen', 'head-open', 'Head open'),
    condition(twin, 'isRibbonOut', 'ribbon-out', 'No ribbon'),
    condition(twin, 'isJammed', 'jam', 'Label jammed'),
    condition(twin, 'isCutterStuck', 'cutter', 'Cutter stuck'),
    condition(twin, 'isHot', 'overheat', 'Head too hot'),
    condition(twin, 'isPaused', 'paused', 'Paused'),
    fault({
      name: 'mute',
      label: 'Answers nothing',
      isOn: () => !twin.answersStatus,
      set: (on) => void (twin.answersStatus = !on),
    }),
    fault({
      name: 'silent-in-trouble',
      label: 'Says nothing while a person must act',
      isOn: () => twin.isSilentInTrouble,
      set: (on) => void (twin.isSilentInTrouble = on),
    }),
    fault({
      name: 'not-reading',
      label: 'Takes connections and reads nothing',
      isOn: () => !ways.isReading,
      set: (on) => port.setReading(!on),
    }),
    fault({
      name: 'chatty',
      label: 'Says a byte with all it gets',
      isOn: () => ways.isChatty,
      set: (on) => void (ways.isChatty = on),
    }),
    second(port, 'hangs', 'A second connection hangs'),
    second(port, 'refused', 'A second connection is refused'),
    moment('paper-out-in-label', 'The next label is the last', () => {
      twin.atNextLabel = { paper: 'out' }
    }),
    moment('head-open-in-label', 'The head opens in the next label', () => {
      twin.atNextLabel = { isHeadOpen: true }
    }),
    moment('cut-in-label', 'The next connection is cut', () => {
      ways.cutAfterBytes = CUT_AFTER_BYTES
    }),
    moment('end-in-label', 'The next connection is ended', () => {
      ways.endAfterBytes = CUT_AFTER_BYTES
    }),
    moment('all-well', 'All is well again', () => twin.change(WELL)),
  ]
}

/** Into a label of any language, and not to its end. */
const CUT_AFTER_BYTES = 500

const WELL: Partial<PrinterCondition> = {
  paper: 'ok',
  isHeadOpen: false,
  isRibbonOut: false,
  isJammed: false,
  isCutterStuck: false,
  isHot: false,
  isPaused: false,
}

type Flag = Exclude<keyof PrinterCondition, 'paper' | 'waiting' | 'isPartial'>

function condition(twin: PrinterTwin, flag: Flag, name: string, label: string): VirtualFault {
  return fault({
    name,
    label,
    isOn: () => twin.condition()[flag],
    set: (on) => twin.change({ [flag]: on }),
  })
}

function second(port: PrinterPort, way: 'hangs' | 'refused', label: string): VirtualFault {
  return fault({
    name: `second-${way}`,
    label,
    isOn: () => port.ways.second === way,
    set: (on) => void (port.ways.second = on ? way : 'served'),
  })
}
