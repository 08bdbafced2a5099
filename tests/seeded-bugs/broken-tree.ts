import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Edit } from './seeded-bug.ts'

const root = resolve(import.meta.dirname, '../..')

/** A copy of the tree with a bug in it, in a folder of its own that the caller removes. */
export function breakTree(edits: readonly Edit[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-seeded-bug-'))
  for (const path of trackedFiles()) cpSync(join(root, path), join(folder, path))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const edit of edits) applyEdit(folder, edit)
  return folder
}

/** How often the text to be replaced stands in the tree as it is; anything but once is a stale bug. */
export function occurrences({ file, find }: Edit): number {
  const path = join(root, file)
  return existsSync(path) ? readFileSync(path, 'utf8').split(find).length - 1 : 0
}

function applyEdit(folder: string, { file, find, replace }: Edit): void {
  const path = join(folder, file)
  const parts = readFileSync(path, 'utf8').split(find)
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} of: ${find}`)
  writeFileSync(path, parts.join(replace))
}

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
}
