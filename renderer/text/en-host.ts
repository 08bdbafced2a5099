/** What devices say of themselves, in the words of a screen. */
export const enHost = {
  'host.head-open': 'The printer is open. Close it.',
  'host.paper-out': 'No labels left. Put in a new roll.',
  'host.paper-low': 'Nearly out of labels.',
  'host.ribbon-out': 'No ribbon left. Put in a new one.',
  'host.jam': 'A label is stuck. Open the printer and take it out.',
  'host.cutter': 'The knife is stuck.',
  'host.overheat': 'The print head is too hot. Wait a moment.',
  'host.paused': 'The printer is paused or offline.',
  'host.buffer-full': 'The printer has no memory left. Switch it off and on.',
  'host.stopped': 'The printer is stopped.',
  'host.unplugged': 'The connection was cut.',
  'host.taken': 'The printer took the whole label.',
  'host.printed': 'The printer has nothing left to print.',
} as const satisfies Record<string, string>
