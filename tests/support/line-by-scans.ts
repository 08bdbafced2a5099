import type { Devices, ProcessBench } from './bench-floor.ts'

export type Hands = { bench: ProcessBench; devices: Devices }

/**
 * One list from badge to verified label with nothing but the scanner and the scale. `Q…` and command
 * names stand for their codes. Answers the SSCC on the label.
 */
export async function packByScans(
  { bench, devices }: Hands,
  job: { badge: string; listCode: string; scans: readonly string[]; weightGrams: number },
): Promise<string> {
  const codes = await bench.codes()
  await bench.until('devices are ready', ({ devices: all }) =>
    all.every(({ kind, state }) => kind === 'printer' || state === 'ready'),
  )
  const { operator } = await bench.state()
  if (operator === null) {
    await devices.scanner.scan(job.badge)
    await bench.until('the operator is signed in', (state) => state.operator !== null)
  }
  await bench.until('the list is known here', ({ workflow }) => knows(workflow, job.listCode))
  await devices.scanner.scan(job.listCode)
  await bench.until('the list is claimed', ({ workflow }) => workflow.kind === 'picking')
  for (const scan of job.scans) await devices.scanner.scan(codes[scan] ?? scan)
  const packing = await bench.until('all is picked', ({ workflow }) => workflow.kind === 'packing')
  const unitId = packing.workflow.unit?.unitId ?? ''
  const printedBefore = devices.printer.jobs.length
  devices.scale.put(job.weightGrams)
  await bench.until('the label was printed', () => devices.printer.jobs.length > printedBefore)
  devices.scale.put(0)
  await devices.scanner.scan(`00${unitId}`)
  await bench.until('the label is verified', ({ workflow }) => workflow.kind === 'idle')
  return unitId
}

/** A load from its code to its confirmation. */
export async function loadByScans(
  { bench, devices }: Hands,
  job: { loadCode: string; labels: readonly string[] },
): Promise<void> {
  const codes = await bench.codes()
  await bench.until('the load is known here', ({ workflow }) => knows(workflow, job.loadCode))
  await devices.scanner.scan(job.loadCode)
  await bench.until('the load is claimed', ({ workflow }) => workflow.kind === 'loading')
  for (const label of job.labels) await devices.scanner.scan(label)
  await bench.until(
    'all are on board',
    ({ workflow }) => workflow.onBoard?.length === job.labels.length,
  )
  await devices.scanner.scan(codes['CONFIRM'] ?? '')
  await bench.until('the load is confirmed', ({ workflow }) => workflow.kind === 'idle')
}

/** The idle screen names every list and load the bench can start. */
export function knows(workflow: { kind: string }, code: string): boolean {
  return workflow.kind === 'idle' && JSON.stringify(workflow).includes(`"${code}"`)
}
