import {
  plugDevices,
  scratchFolder,
  startBenchProcess,
  startOfficeProcess,
  type Devices,
  type OfficeProcess,
  type ProcessBench,
} from './bench-floor.ts'
import { furnishShop, stationCode } from './small-shop.ts'

/**
 * An office, a bench and its devices in processes of their own, furnished with the small shop. The
 * bench knows its people: a badge scanned before it does is an unknown one.
 */
export type ProcessFloor = {
  folder: string
  office: OfficeProcess
  bench: ProcessBench
  devices: Devices
  badges: Record<string, string>
  databaseUrl: string | undefined
  close(): Promise<void>
}

export async function startProcessFloor(
  options: {
    databaseUrl?: string | undefined
    /** Where the bench calls, when something stands between it and the office. */
    through?: (officeUrl: string) => Promise<string>
  } = {},
): Promise<ProcessFloor> {
  const scratch = scratchFolder()
  const { databaseUrl, through = (url: string) => Promise.resolve(url) } = options
  const office = await startOfficeProcess({ dataFolder: `${scratch.path}/office`, databaseUrl })
  const badges = await furnishShop(office)
  const devices = await plugDevices()
  const { code } = await stationCode(office)
  const bench = await startBenchProcess({
    dataFolder: `${scratch.path}/bench`,
    serverUrl: await through(office.url),
    code,
    devices,
  })
  await bench.until('people are known here', ({ server }) => server.online)
  const floor = { folder: scratch.path, office, bench, devices, badges, databaseUrl }
  return {
    ...floor,
    async close() {
      await bench.process.stop()
      devices.close()
      scratch.remove()
    },
  }
}
