import { APP_VERSION } from '../app-version.ts'
import { systemClock } from '../clock.ts'
import { StartError } from '../start-flags.ts'
import { exportLog, type ExportedLog } from './export-log.ts'

/** `--export-log`: one file, one line of JSON on stdout, and on stderr what to do with it. */
export async function runExport(
  dataFolder: string,
  { target, from }: { target: string; from: string | undefined },
): Promise<void> {
  const exported = await exportLog({
    dataFolder,
    target,
    fromSeq: seqOf(from),
    appVersion: APP_VERSION,
    clock: systemClock,
  })
  process.stdout.write(`${JSON.stringify(exported)}\n`)
  process.stderr.write(`${sentenceOf(exported)}\n`)
}

function sentenceOf({ file, actions, left, throughSeq, damagedAfter }: ExportedLog): string {
  const next = throughSeq + 1
  if (damagedAfter !== null) {
    return `${actions} actions are in ${file}. The log is damaged behind action ${damagedAfter}: ${left} more could not be written. Keep this folder.`
  }
  if (actions === 0) return `Nothing waits: the office has everything. ${file} is empty.`
  const more = left === 0 ? '' : ` ${left} more wait: write the next file with --from ${next}.`
  return `${actions} actions are in ${file}.${more} Hand it to the office: npm run import-log -- FILE`
}

function seqOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seq = Number(text)
  if (Number.isInteger(seq) && seq >= 1) return seq
  throw new StartError('--from must be the number of an action, 1 or more.')
}
