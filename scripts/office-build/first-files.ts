import type { Plugin, Rollup } from 'vite'

/** The one file of a part of the console that everything else of it is reached from. */
const PAGE = /[\\/]office[\\/]pages[\\/]([a-z]+)[\\/]\1-pages?\.tsx$/

/**
 * Writes down which files each part of the console needs besides those of every page, so that the office can name
 * them in the page itself and a browser need not find out one by one.
 */
export function firstFiles(): Plugin {
  return {
    name: 'first-files',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
      const common = new Set<string>()
      for (const entry of chunks.filter(({ isEntry }) => isEntry)) filesOf(entry, byName, common)
      const parts = chunks.flatMap((chunk) => {
        const part = PAGE.exec(chunk.facadeModuleId ?? '')?.[1]
        if (part === undefined) return []
        const own = [...filesOf(chunk, byName)].filter((file) => !common.has(file))
        return [[`/${part}`, own] as const]
      })
      this.emitFile({
        type: 'asset',
        fileName: 'first-files.json',
        source: JSON.stringify(Object.fromEntries(parts.toSorted(byPath)), null, 2),
      })
    },
  }
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.localeCompare(b)
}

/** A script with all it imports at once, and their styles. */
function filesOf(
  chunk: Rollup.OutputChunk | undefined,
  byName: ReadonlyMap<string, Rollup.OutputChunk>,
  found = new Set<string>(),
): Set<string> {
  if (chunk === undefined || found.has(chunk.fileName)) return found
  found.add(chunk.fileName)
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style)
  for (const next of chunk.imports) filesOf(byName.get(next), byName, found)
  return found
}
