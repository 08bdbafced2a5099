import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  safeStorage,
  session,
  type WebContents,
} from 'electron'
import type { ShellTransport } from '#contract/rpc/shell-bridge.ts'
import { chooseAttachment } from './attach.ts'
import { brokerPort } from './broker-port.ts'
import { systemClock } from './clock.ts'
import { startDriversFor } from './driver-hosts.ts'
import { forkDrivers, forkHost, HOST_FLAGS, type HostFlags } from './host.ts'
import { superviseHost } from './host-supervision.ts'
import { prepareKiosk } from './kiosk.ts'
import { isOwnPage, refuseNavigation, refusePermissions } from './permissions.ts'
import { registerPageScheme, servePages } from './protocol.ts'
import { stationToken } from './station-token.ts'
import { openWindow } from './window.ts'

const TOKEN_BYTES = 32

/** Chromium's own switches arrive here too, hence not strict. */
const { values: flags } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: {
    attach: { type: 'string' },
    'attach-token-file': { type: 'string' },
    kiosk: { type: 'boolean' },
    ...Object.fromEntries(HOST_FLAGS.map((name) => [name, { type: 'string' as const }])),
  },
})

// Asking for the sandbox would undo Chromium's own --no-sandbox, without which root can't run it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerPageScheme()
refuseNavigation()

if (app.requestSingleInstanceLock()) void app.whenReady().then(startShell)
else app.quit()

function startShell(): void {
  const attachment = chooseAttachment(
    { attach: text('attach'), tokenFile: text('attach-token-file') },
    process.env,
  )
  if (attachment.kind === 'mistake') {
    console.error(attachment.message)
    if (app.isPackaged) dialog.showErrorBox('Loadline', attachment.message)
    app.exit(1)
    return
  }
  const socketUrl = attachment.kind === 'attach' ? attachment.to.url : null
  const isKiosk = flags['kiosk'] === true
  refusePermissions(session.defaultSession, socketUrl)
  servePages(join(__dirname, '../renderer'), socketUrl)
  prepareKiosk(isKiosk)
  if (attachment.kind === 'attach') offerTransport({ kind: 'socket', ...attachment.to })
  else runOwnHost()
  const window = openWindow({ isKiosk, isPackaged: app.isPackaged })
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
}

/** Tells the page how to reach its host, in answer to its preload alone. */
function offerTransport(transport: ShellTransport): void {
  ipcMain.on('shell:transport', (event) => {
    event.returnValue = isOwnPage(event.senderFrame) ? transport : null
  })
}

/** Pages that asked for a port before get another from every new host. */
function runOwnHost(): void {
  offerTransport({ kind: 'port' })
  const dataFolder = text('data') ?? join(app.getPath('userData'), 'station')
  const tokenFile = join(app.getPath('userData'), 'station-token')
  const token = stationToken(tokenFile, safeStorage, () => randomBytes(TOKEN_BYTES).toString('hex'))
  const waiting = new Set<WebContents>()
  const host = superviseHost({
    fork: () => {
      const child = forkHost({
        entry: join(__dirname, '../host/start.js'),
        flags: { ...hostFlags(), data: dataFolder },
        token,
      })
      startDriversFor(child, { fork: forkDrivers, channel: () => new MessageChannelMain() })
      return child
    },
    clock: systemClock,
    onRunning: (child) => {
      for (const page of waiting) brokerPort(child, page)
    },
    log: (line) => console.error(line),
  })
  ipcMain.on('shell:request-port', (event) => {
    if (!isOwnPage(event.senderFrame)) return
    const page = event.sender
    if (!waiting.has(page)) page.once('destroyed', () => waiting.delete(page))
    waiting.add(page)
    const child = host.running()
    if (child !== null) brokerPort(child, page)
  })
  let isStopped = false
  async function stopHost() {
    await host.stop()
    isStopped = true
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    void stopHost()
  })
}

function hostFlags(): HostFlags {
  const entries = HOST_FLAGS.map((name) => [name, text(name)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function text(name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}
