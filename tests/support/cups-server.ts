import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IPP_OPERATIONS } from '../../main/devices/link/ipp.ts'
import { IppQueue } from '../../main/devices/link/ipp-queue.ts'
import { systemClock } from '../../main/clock.ts'
import { eventually } from './processes.ts'

export const CUPSD = '/usr/sbin/cupsd'

/** Where Debian keeps what the scheduler runs its backends with. */
const CUPS_DAEMONS = '/usr/lib/cups/daemon'

export type CupsServer = { port: number; close: () => Promise<void> }

/**
 * A print server of its own on loopback, with everything it keeps in a folder of its own. The queue
 * `labels` hands its jobs to a port, as a network printer's does, and `stopped` is stopped.
 */
export async function startCupsServer(printerPort: number): Promise<CupsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-cups-'))
  // Backends run as a user of their own.
  chmodSync(folder, 0o755)
  const port = await freePort()
  for (const name of ['spool/tmp', 'cache', 'state', 'bin/backend', 'certs']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  symlinkSync(CUPS_DAEMONS, join(folder, 'bin/daemon'))
  const file = (name: string, mode: number, lines: readonly string[]): void => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
    chmodSync(join(folder, name), mode)
  }
  file('bin/backend/station', 0o755, [
    '#!/bin/sh',
    `exec socat -u "OPEN:$6" "TCP:127.0.0.1:\${DEVICE_URI##*:}"`,
  ])
  file('cupsd.conf', 0o640, serverSettings(port))
  file('cups-files.conf', 0o640, fileSettings(folder))
  file('printers.conf', 0o600, [
    ...queue('labels', printerPort, 'Idle'),
    ...queue('stopped', printerPort, 'Stopped'),
  ])
  const settings = ['-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')]
  const child = spawn(CUPSD, ['-f', ...settings], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const asked = new IppQueue({ host: '127.0.0.1', port, queue: 'labels' }, systemClock)
  await eventually(async () => (await asked.call(IPP_OPERATIONS.getPrinterAttributes, [])).ok, {
    what: 'a print server that answers',
  })
  return { port, close }
}

function serverSettings(port: number): string[] {
  return [
    `Listen 127.0.0.1:${port}`,
    'DefaultAuthType None',
    'Browsing Off',
    'WebInterface No',
    '<Location />',
    '  Order allow,deny',
    '  Allow all',
    '</Location>',
    '<Policy default>',
    '  <Limit All>',
    '    Order allow,deny',
    '    Allow all',
    '  </Limit>',
    '</Policy>',
  ]
}

function fileSettings(folder: string): string[] {
  const logs = ['ErrorLog', 'AccessLog', 'PageLog'].map((name) => `${name} ${folder}/${name}`)
  return [
    `ServerRoot ${folder}`,
    `RequestRoot ${folder}/spool`,
    `TempDir ${folder}/spool/tmp`,
    `CacheDir ${folder}/cache`,
    `StateDir ${folder}/state`,
    `ServerBin ${folder}/bin`,
    `ServerKeychain ${folder}/certs`,
    'CreateSelfSignedCerts no',
    ...logs,
  ]
}

function queue(name: string, printerPort: number, state: 'Idle' | 'Stopped'): string[] {
  return [
    `<Printer ${name}>`,
    `DeviceURI station://127.0.0.1:${printerPort}`,
    `State ${state}`,
    ...(state === 'Stopped' ? ['StateMessage The roll is being changed'] : []),
    'Accepting Yes',
    'Shared Yes',
    'ErrorPolicy retry-job',
    '</Printer>',
  ]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
