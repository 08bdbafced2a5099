import type { UnitView, WorkView } from '#contract/rpc/work-view.ts'
import { sampleLines, sampleSscc, sampleUnit } from './sample-floor.ts'

export type PickWork = Extract<WorkView, { kind: 'picking' | 'packing' }>

/** Work to choose from, picked, packed and put back, as sample screens show it. */

export const IDLE: Extract<WorkView, { kind: 'idle' }> = {
  kind: 'idle',
  lists: [
    ['LLP0002474', 'Vloeren Discount Amsterdam', 6, 'open', false],
    ['LLP0002482', 'Interieurhuis De Vries', 12, 'claimed', true],
    ['LLP0002490', 'Parket & Zo', 3, 'claimed', false],
    ['LLP0002508', 'Bouwmarkt Noord Alkmaar en Omstreken', 22, 'open', false],
    ['LLP0002516', 'Woonwinkel Het Y', 1, 'open', false],
  ].map(([code, shipTo, lines, status, mine], index) => ({
    id: `list-${index}`,
    code: String(code),
    orderNumbers: [`LL-00024${7 + index}`],
    shipTo: String(shipTo),
    region: 'NH',
    deliveryDate: '2025-04-17',
    lines: Number(lines),
    status: String(status),
    mine: mine === true,
  })),
  putBacks: [],
  loads: [
    {
      id: 'load-1',
      code: 'LLD04123',
      number: 'L-0412',
      region: 'NH',
      deliveryDate: '2025-04-17',
      plate: 'V-382-KD',
      units: 7,
      expected: 12,
      mine: false,
      driver: 'Mo El Amrani',
      heldBy: null,
      due: 'today',
    },
    {
      id: 'load-2',
      code: 'LLD04131',
      number: 'L-0413',
      region: 'ZH',
      deliveryDate: '2025-04-17',
      plate: '8-VKB-41',
      units: 0,
      expected: 9,
      mine: false,
      driver: 'Piet de Groot',
      heldBy: 'Yusuf',
      due: 'today',
    },
    {
      id: 'load-3',
      code: 'LLD0408B',
      number: 'L-0408',
      region: 'UT',
      deliveryDate: '2025-04-16',
      plate: 'BX-74-LT',
      units: 3,
      expected: 4,
      mine: false,
      driver: 'Anna Visser',
      heldBy: null,
      due: 'overdue',
    },
  ],
  lastLoad: null,
}

export function picking(changes: Partial<PickWork> = {}): PickWork {
  const lines = sampleLines(0, 3)
  return {
    kind: 'picking',
    listId: 'list-0',
    code: 'LLP0002474',
    orderNumbers: ['LL-000247'],
    shipTo: 'Vloeren Discount Amsterdam',
    region: 'NH',
    deliveryDate: '2025-04-17',
    linesDone: 1,
    linesTotal: 6,
    next: lines[0] ?? null,
    lines,
    unit: sampleUnit(),
    toVerify: null,
    multiplier: 1,
    putBack: null,
    ...changes,
  }
}

export function firstLine() {
  const [line] = sampleLines(0, 1)
  if (line === undefined) throw new Error('the sample list has no line')
  return line
}

export function packing(changes: Partial<PickWork> = {}): PickWork {
  return picking({
    kind: 'packing',
    linesDone: 6,
    next: null,
    lines: sampleLines(6, 0),
    ...changes,
  })
}

export function verifying(printState: UnitView['printState']): PickWork {
  const closed = sampleUnit({ status: 'closed', grossGrams: 42_080, copy: 1, printState })
  return packing({ unit: null, toVerify: closed })
}

export const WAITING = {
  listId: 'list-9',
  code: 'LLP0002433',
  orderNumbers: ['LL-000243'],
  shipTo: 'Tegels van Dam',
  quantity: 9,
  lines: 3,
}

/** Nine pieces of a cancelled order, most of them in a closed carton. */
export function puttingBack({ lines = 3, multiplier = 1 } = {}): PickWork {
  const { orderNumbers, shipTo, listId, code } = WAITING
  const left = sampleLines(0, 0)
    .slice(0, lines)
    .map(({ lineNo, sku, name, location, barcode }, index) => {
      return { lineNo, sku, name, location, barcode, quantity: 3 - index }
    })
  const putBack = {
    orderNumbers,
    left: left.reduce((sum, line) => sum + line.quantity, 0),
    total: 9,
    lines: left,
    units: [
      { unitId: sampleSscc(31), kind: 'carton' as const, isOpen: true, quantity: 2 },
      ...(lines === 1
        ? []
        : [{ unitId: sampleSscc(32), kind: 'pallet' as const, isOpen: false, quantity: 3 }]),
    ],
  }
  return packing({ listId, code, orderNumbers, shipTo, lines: [], unit: null, multiplier, putBack })
}

export const BACK = {
  at: 43,
  kind: 'good',
  text: 'put-back',
  detail: { name: 'Oak plank 14 mm, natural', quantity: 2, left: 6 },
} as const
