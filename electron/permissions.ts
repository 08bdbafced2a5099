import { app, type Session } from 'electron'
import { SHELL_ORIGIN } from '#contract/rpc/shell-bridge.ts'
import { isLogFile } from './log-file-download.ts'

/** Schemes a page may load from; the rest of the network does not exist for it. */
const LOADABLE = new Set(['loadline:', 'data:', 'blob:', 'devtools:'])

/** Pages get no camera, no notifications, no devices: the host owns everything that is plugged in. */
export function refusePermissions(session: Session, socketUrl: string | null): void {
  session.setPermissionCheckHandler(() => false)
  session.setPermissionRequestHandler((_page, _permission, answer) => answer(false))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (!isLogFile(item)) event.preventDefault()
  })
  session.webRequest.onBeforeRequest((request, answer) => {
    const isAllowed = LOADABLE.has(new URL(request.url).protocol) || request.url === socketUrl
    answer({ cancel: !isAllowed })
  })
}

/** Every page of this program stays where it is: no navigation, no windows, no embedded views. */
export function refuseNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Only our own page talks to the shell. */
export function isOwnPage(frame: { url: string } | null): boolean {
  return frame !== null && frame.url.startsWith(`${SHELL_ORIGIN}/`)
}
