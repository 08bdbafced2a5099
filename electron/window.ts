import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import { SHELL_ORIGIN } from '#contract/rpc/shell-bridge.ts'
import { kioskWindow } from './kiosk.ts'

/** Smallest size at which a bench screen keeps its layout. */
const MIN_WIDTH = 1024
const MIN_HEIGHT = 700

/** The bench's window: isolated, sandboxed, without Node, and shown only when it has something to show. */
export function openWindow(options: { isKiosk: boolean; isPackaged: boolean }): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    backgroundColor: '#101418',
    autoHideMenuBar: true,
    icon: join(__dirname, '../../resources/icon.png'),
    ...kioskWindow(options.isKiosk),
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: !options.isPackaged,
      // The good and the wrong tone must sound before anybody has touched the screen.
      autoplayPolicy: 'no-user-gesture-required',
      // A bench that stands behind another window still shows and sounds what is scanned.
      backgroundThrottling: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  // A page that fell over is loaded again: where the operator is lives in the host.
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') window.reload()
  })
  void window.loadURL(`${SHELL_ORIGIN}/index.html`)
  return window
}
