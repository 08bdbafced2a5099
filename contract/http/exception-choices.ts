import type { Scope } from './scopes.ts'

/** What a person is asked to do about an exception, in one word. */
export const EXCEPTION_TASKS = [
  'put-back',
  'recount',
  'reload',
  'relabel',
  'weigh',
  'decide',
  'look',
] as const
export type ExceptionTask = (typeof EXCEPTION_TASKS)[number]

export const EXCEPTION_CHOICES = [
  'accept',
  'put-back',
  'recount',
  'move-to-load',
  'raise-limit',
  'void-label',
  'reopen-unit',
  'redeliver',
  'ship-partial',
  'hold',
  'cancel',
] as const
export type ExceptionChoice = (typeof EXCEPTION_CHOICES)[number]

/** What a choice must be told besides: how many were counted, or the number of a load. */
export type ChoiceInput = 'counted' | 'load'

/** One answer a person may give. */
export type ChoiceRule = {
  choice: ExceptionChoice
  /** On a button. */
  label: string
  /** What happens then, in a sentence. */
  does: string
  input: ChoiceInput | null
  /** The exception stays open as a task, and closes by itself once that is done. */
  staysOpen: boolean
  /** A right it takes besides `exceptions:write`. */
  scope: Scope | null
}

export type ExceptionHandling = { task: ExceptionTask; choices: readonly ChoiceRule[] }

const plain = { input: null, staysOpen: false, scope: null } as const

const ACCEPT: ChoiceRule = {
  ...plain,
  choice: 'accept',
  label: 'Accept it as it is',
  does: 'Records who looked at it and closes it. Nothing else changes.',
}

const VOID_LABEL: ChoiceRule = {
  ...plain,
  choice: 'void-label',
  label: 'Make its labels void',
  does: 'Every label printed for the unit so far is refused from now on. A bench prints a new one.',
}

const REOPEN_UNIT: ChoiceRule = {
  ...plain,
  choice: 'reopen-unit',
  label: 'Open the unit again',
  does: 'The unit is open at the benches: they look into it, weigh it, close it and label it anew.',
}

const MOVE_TO_LOAD: ChoiceRule = {
  ...plain,
  choice: 'move-to-load',
  label: 'Move it to another load',
  does: 'The unit is put on the load of that number, with its label.',
  input: 'load',
}

const LEAVE_ON_FLOOR: ChoiceRule = {
  ...ACCEPT,
  label: 'Leave it where it is',
  does: 'Records who looked at it and closes it. The unit stays where the office has it.',
}

const handling = (task: ExceptionTask, ...choices: ChoiceRule[]): ExceptionHandling => ({
  task,
  choices: choices.length === 0 ? [ACCEPT] : choices,
})

/** What can be done about each kind of exception, the usual answer first. */
export const EXCEPTION_HANDLING: Readonly<Record<string, ExceptionHandling>> = {
  'order-cancelled': handling(
    'put-back',
    {
      ...plain,
      choice: 'put-back',
      label: 'Have the goods put back',
      does: 'Stays open as a task. Benches show it; it closes by itself once the last goods are scanned back.',
      staysOpen: true,
    },
    {
      ...plain,
      choice: 'accept',
      label: 'Write the goods off',
      does: 'What is still in hand leaves the stock (ADJUSTED), with the note as its reason.',
      scope: 'orders:cancel',
    },
  ),
  'over-pick': handling(
    'put-back',
    {
      ...plain,
      choice: 'put-back',
      label: 'Have the surplus put back',
      does: 'Stays open as a task; it closes by itself once what is too much is scanned back.',
      staysOpen: true,
    },
    {
      ...ACCEPT,
      label: 'Let the customer keep it',
      does: 'The order’s history says that more is sent than was ordered.',
    },
  ),
  'stock-below-zero': handling(
    'recount',
    {
      ...plain,
      choice: 'recount',
      label: 'Recount the shelf',
      does: 'The count goes into the ledger (ADJUSTED), so that the book says what the shelf holds.',
      input: 'counted',
    },
    {
      ...ACCEPT,
      does: 'Records who looked at it and closes it. The counter stays below zero until goods come in.',
    },
  ),
  'left-behind': handling('reload', MOVE_TO_LOAD, LEAVE_ON_FLOOR),
  'wrong-load': handling('reload', MOVE_TO_LOAD, LEAVE_ON_FLOOR),
  'over-capacity': handling(
    'decide',
    {
      ...plain,
      choice: 'raise-limit',
      label: 'Raise the day’s limit',
      does: 'The limit of that day and region becomes what it has promised.',
      scope: 'capacity:write',
    },
    ACCEPT,
  ),
  'unit-closed': handling('look', REOPEN_UNIT, ACCEPT),
  'weight-out-of-tolerance': handling('weigh', REOPEN_UNIT, ACCEPT),
  'superseded-copy': handling('relabel', VOID_LABEL, ACCEPT),
  'number-out-of-range': handling('relabel', VOID_LABEL, ACCEPT),
  'unknown-reference': handling('look'),
  'claimed-elsewhere': handling('look'),
  'override-not-allowed': handling('look', ACCEPT, REOPEN_UNIT),
  'lot-mix': handling('look', ACCEPT, REOPEN_UNIT),
  'order-blocked': handling('look'),
  poison: handling('look'),
  fork: handling('look'),
  'false-proof': handling('look'),
  'office-set-back': handling('look'),
  'claim-changed': handling('look'),
  'no-numbers': handling('look', {
    ...ACCEPT,
    does: 'Records who looked at it and closes it. It closes by itself once the station has numbers.',
  }),
  'webhook-parked': handling(
    'look',
    {
      ...plain,
      choice: 'redeliver',
      label: 'Deliver them again',
      does: 'Everything parked for the webhook is sent again, in order. If it fails again, that is a new exception.',
      scope: 'webhooks:write',
    },
    {
      ...ACCEPT,
      label: 'Leave them parked',
      does: 'Records who looked at it and closes it. The events stay parked until they are redelivered or dropped.',
    },
  ),
  'paid-too-late': handling('decide', {
    ...ACCEPT,
    label: 'It is paid back',
    does: 'Records who saw to it and closes it. The money itself is returned outside Loadline.',
  }),
  'courier-conflict': handling('look', {
    ...ACCEPT,
    label: 'The office has it right',
    does: 'Records who looked at it and closes it. The order stays as the office has it.',
  }),
  'book-difference': handling('look', {
    ...ACCEPT,
    label: 'It is seen to',
    does: 'Records who looked at it and closes it. If the difference is still there the next night, it is a new exception.',
  }),
  'short-pick': handling(
    'decide',
    {
      ...plain,
      choice: 'ship-partial',
      label: 'Ship what there is',
      does: 'What was found goes out without the rest.',
    },
    {
      ...plain,
      choice: 'hold',
      label: 'Hold the order',
      does: 'The order waits, and stays in the inbox.',
      staysOpen: true,
    },
    {
      ...plain,
      choice: 'cancel',
      label: 'Cancel the order',
      does: 'The order is cancelled; what was picked of it becomes a task to put back.',
    },
  ),
}

/** Choices about a thing that the exception does not name are not offered. */
const NEEDS: Partial<Record<ExceptionChoice, readonly string[]>> = {
  'raise-limit': ['region', 'deliveryDate'],
  'move-to-load': ['unitId'],
  'void-label': ['unitId'],
  'reopen-unit': ['unitId'],
  'put-back': ['orderNumber'],
}

/** What can be done about one exception; a code nobody knows here can be accepted. */
export function handlingOf(
  code: string,
  detail: Readonly<Record<string, unknown>>,
): ExceptionHandling {
  const isNamed = (name: string) => (detail[name] ?? '') !== ''
  const { task, choices } = known(code, detail['why'])
  // A truck that left too heavy has no limit that could be raised.
  const isOfTruck = code === 'over-capacity' && isNamed('load')
  const offered = choices.filter(({ choice }) => {
    return (NEEDS[choice] ?? []).every(isNamed) && !(isOfTruck && choice === 'raise-limit')
  })
  return { task, choices: offered }
}

const GOODS_OF_ANOTHER_ORDER = handling('look', REOPEN_UNIT, LEAVE_ON_FLOOR)
const ANYTHING_ELSE = handling('look')

function known(code: string, why: unknown): ExceptionHandling {
  // No load is the right one for a unit that holds another order's goods.
  if (code === 'wrong-load' && why === 'other-order') return GOODS_OF_ANOTHER_ORDER
  return EXCEPTION_HANDLING[code] ?? ANYTHING_ELSE
}
