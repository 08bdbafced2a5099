import { access, lutimes, mkdir, readdir, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NAME_LENGTH_MAX, NAMES_MAX } from './limits.ts'

/** Where files stand: put in the folder itself, then with whoever took them, then where they ended. */
export type Places = { root: string; taking: string; done: string; failed: string }

/** The name of one instance and the name that the file had, as one name. */
const MARK = '~'

export async function openPlaces(root: string): Promise<Places> {
  const places = {
    root,
    taking: join(root, 'taking'),
    done: join(root, 'done'),
    failed: join(root, 'failed'),
  }
  for (const path of [places.taking, places.done, places.failed]) {
    await mkdir(path, { recursive: true })
  }
  return places
}

/** Names of files that were put there, the first by name first. */
export async function namesPut({ root }: Places): Promise<string[]> {
  const names = await readdir(root)
  return names
    .filter((name) => /^[^.~].*\.csv$/is.test(name) && name.length <= NAME_LENGTH_MAX)
    .toSorted()
    .slice(0, NAMES_MAX)
}

/** A file that an instance has taken. */
export type Taken = { path: string; owner: string; name: string }

export async function listTaken({ taking }: Places): Promise<Taken[]> {
  const names = await readdir(taking)
  return names.toSorted().flatMap((whole) => {
    const mark = whole.indexOf(MARK)
    if (mark <= 0) return []
    const [owner, name] = [whole.slice(0, mark), whole.slice(mark + 1)]
    return [{ path: join(taking, whole), owner, name }]
  })
}

/** Takes a file by giving it another name, which only one can do; null where somebody else was first. */
export async function take(
  { taking }: Places,
  from: string,
  { owner, name }: { owner: string; name: string },
): Promise<Taken | null> {
  const path = join(taking, `${owner}${MARK}${name}`)
  try {
    await rename(from, path)
    return { path, owner, name }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Says that whoever has a file still lives. */
export async function keepTaken({ path }: Taken, nowMs: number): Promise<void> {
  await lutimes(path, nowMs / 1_000, nowMs / 1_000).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

/**
 * Puts a file where it ends, after what is to be said about it: somebody who sees the file finds the words, and
 * an end in between says them again.
 */
export async function putAway(
  folder: string,
  taken: Taken,
  { stamp, suffix, text }: { stamp: string; suffix: string; text: string },
): Promise<void> {
  const stem = `${taken.name.slice(0, -'.csv'.length)}.${stamp}`
  let name = stem
  for (let count = 2; await exists(join(folder, `${name}.csv`)); count += 1) {
    name = `${stem}-${count}`
  }
  const said = join(folder, `${name}${suffix}`)
  await writeFile(`${said}.part`, text)
  await rename(`${said}.part`, said)
  try {
    await rename(taken.path, join(folder, `${name}.csv`))
  } catch (error) {
    // Another took it for abandoned and says what became of it.
    if (!isMissing(error)) throw error
    await unlink(said)
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
