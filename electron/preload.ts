import { contextBridge, ipcRenderer } from 'electron'
import {
  STATION_PORT_MESSAGE,
  type ShellBridge,
  type ShellTransport,
} from '#contract/rpc/shell-bridge.ts'

const transport: ShellTransport = ipcRenderer.sendSync('shell:transport')

const bridge: ShellBridge = {
  transport,
  requestPort: () => ipcRenderer.send('shell:request-port'),
}

contextBridge.exposeInMainWorld('loadline', bridge)

// A port can't pass the context bridge; the window's own message event carries it into the page.
ipcRenderer.on(STATION_PORT_MESSAGE, (event) => {
  window.postMessage(STATION_PORT_MESSAGE, '*', event.ports)
})
