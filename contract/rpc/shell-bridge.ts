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

/** What the shell sends to the host (`process.parentPort`), with one port beside it. */
export type HostPortMessage = { type: typeof STATION_PORT_MESSAGE }

/** The origin of the shell's own pages; a station host accepts it on its socket. */
export const SHELL_ORIGIN = 'loadline://app'
