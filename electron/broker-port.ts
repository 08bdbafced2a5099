import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { STATION_PORT_MESSAGE, type HostPortMessage } from '#contract/rpc/shell-bridge.ts'

export type PortHolder = {
  postMessage(message: HostPortMessage, ports: MessagePortMain[]): void
}

/** Hands one end of a new channel to the host, the other to the page, and steps aside. */
export function brokerPort(host: PortHolder, page: WebContents): void {
  const { port1, port2 } = new MessageChannelMain()
  host.postMessage({ type: STATION_PORT_MESSAGE }, [port1])
  page.postMessage(STATION_PORT_MESSAGE, null, [port2])
}
