/** How a page reaches its station host. A plain browser has no bridge and uses its own address. */
export type ShellTransport =
  | { kind: 'port' }
  | {
      kind: 'socket'
      /** `ws://127.0.0.1:4410/rpc`, or `wss://` to another machine. */
      url: string
      /** The host's local token; it goes into the first message, never into the URL. */
      token: string
    }

/** What the shell's preload puts on `window.loadline`. */
export type ShellBridge = {
  transport: ShellTransport
  /**
   * Asks for a port to the station host, for `transport.kind === 'port'` only. Each answer is a
   * `message` event on the page's own window with `STATION_PORT_MESSAGE` as data and one port. A new
   * port arrives unasked whenever the host was started again; it replaces the one before.
   */
  requestPort(): void
}

/** `event.data` of the window message that carries a station port. */
export const STATION_PORT_MESSAGE = 'station-port'

/** Families of native drivers; each runs in a process of its own, so that a crash takes nothing along. */
export const DRIVER_FAMILIES = ['serial', 'hid', 'usblp'] as const
export type DriverFamily = (typeof DRIVER_FAMILIES)[number]

/**
 * What the shell sends to the host (`process.parentPort`). A station port is one window's; a driver
 * port is the host's end of the line to the drivers it asked for. Both come with one port beside them.
 */
export type HostPortMessage =
  | { type: typeof STATION_PORT_MESSAGE }
  | { type: 'driver-port'; id: string }
  | { type: 'drivers-ended'; id: string; detail: string }

/** What the host asks of the shell, as a built shell runs no plain Node programs. */
export type ShellRequest =
  { type: 'start-drivers'; id: string; family: DriverFamily } | { type: 'end-drivers'; id: string }

/** The origin of the shell's own pages; a station host accepts it on its socket. */
export const SHELL_ORIGIN = 'loadline://app'
