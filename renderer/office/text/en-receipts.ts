/** Why the office said no to a bench, and what became of the log of one. */
export const enReceipts = {
  'receipt.why.already-claimed': 'Another bench held it.',
  'receipt.why.not-found': 'The office does not know it.',
  'receipt.why.wrong-state': 'Its state did not allow that any more.',
  'receipt.why.over-capacity': 'The vehicle may not carry that much.',
  'receipt.why.lease-expired': 'The bench had held it for too long.',
  'receipt.why.dependency': 'Something that comes before it was refused.',
  'receipt.why.poison': 'It could not be read. Its bytes are kept.',
  'receipt.why.forbidden': 'Nobody allowed it.',
  'log-trouble.forked':
    'Another machine has gone on with the log of this bench, as after its disk was copied. Nothing more is recorded here. Enrol this machine with a code of its own, or let a supervisor begin a new log.',
  'log-trouble.set-back':
    'An older copy of this bench’s disk was put back, or is used in a second machine. Nothing more is recorded here. Let a supervisor begin a new log, or enrol the machine with a code of its own.',
  'log-trouble.pruned-past':
    'The office was put back to before what this bench still holds. It begins a new log when it starts again.',
  'log-trouble.damaged':
    'The memory of this bench is damaged. Nothing is recorded until it starts again; then it goes on with a new log.',
  'log-trouble.was-damaged': 'The memory of this bench was damaged.',
  'log-trouble.new-log_one':
    'A new log was begun; {{count}} action that the office may lack was taken over. The old log is kept.',
  'log-trouble.new-log_other':
    'A new log was begun; {{count}} actions that the office may lack were taken over. The old log is kept.',
  'log-trouble.lost-end': 'The newest work may be missing: check what was done last at this bench.',
  'log-trouble.lost-none': 'Nothing that was recorded is missing.',
  'log-trouble.lost-some_one': '{{count}} action is lost: check what was done last at this bench.',
  'log-trouble.lost-some_other':
    '{{count}} actions are lost: check what was done last at this bench.',
} as const
