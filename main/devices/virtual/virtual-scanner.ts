import { startVirtualListener } from './virtual-listener.ts'

export type VirtualScanner = {
  port: number
  /** Sends a code as a scanner would; false when no bench is connected, and then it is gone. */
  scan: (text: string) => boolean
  /** Sends bytes as they are: halves, noise, other suffixes. */
  sendRaw: (bytes: Uint8Array) => boolean
  isConnected: () => boolean
  /** What the bench sent: beeps and lights. */
  heard: () => Uint8Array[]
  setOn: (on: boolean) => Promise<void>
  close: () => Promise<void>
}

/** Pieces of feedback kept; a test looks at the last few. */
const HEARD_MAX = 100

export async function startVirtualScanner(options: {
  port: number
  suffix?: string
}): Promise<VirtualScanner> {
  const heard: Uint8Array[] = []
  const listener = await startVirtualListener(options.port, (socket) => {
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      heard.push(bytes)
      if (heard.length > HEARD_MAX) heard.shift()
    })
  })
  const sendRaw = (bytes: Uint8Array): boolean => {
    for (const socket of listener.sockets) socket.write(bytes)
    return listener.sockets.size > 0
  }
  return {
    port: listener.port,
    scan: (text) => sendRaw(new TextEncoder().encode(text + (options.suffix ?? '\r\n'))),
    sendRaw,
    isConnected: () => listener.sockets.size > 0,
    heard: () => heard,
    setOn: listener.setOn,
    close: listener.close,
  }
}
