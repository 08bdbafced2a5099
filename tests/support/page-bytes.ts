import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Gzip at its default level, as a web server would send it. */
export function gzipBytes(path: string): number {
  return gzipSync(readFileSync(path)).length
}

/**
 * What a browser asks for before a built page shows its first screen: the page, its scripts with all
 * they import at once, and its styles. What is imported only when needed is left out.
 */
export function firstLoadFiles(pagesFolder: string): string[] {
  const html = readFileSync(join(pagesFolder, 'index.html'), 'utf8')
  const named = html.matchAll(/(?:src|href)="\.?\/(assets\/[^"]+)"/g)
  return [
    'index.html',
    ...withImports(
      pagesFolder,
      [...named].map(([, file = '']) => file),
    ),
  ]
}

/** Those files of a built page, and what its scripts import at once. */
export function withImports(pagesFolder: string, files: readonly string[]): string[] {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    if (file.endsWith('.js')) for (const next of importsOf(join(pagesFolder, file))) visit(next)
  }
  for (const file of files) visit(file)
  return [...found]
}

export function firstLoadBytes(pagesFolder: string): number {
  return sum(firstLoadFiles(pagesFolder).map((file) => gzipBytes(join(pagesFolder, file))))
}

/** Every script and style of a built page, also those that are fetched only when needed. */
export function totalBytes(pagesFolder: string): number {
  const assets = join(pagesFolder, 'assets')
  const files = readdirSync(assets).filter((file) => /\.(?:js|css)$/.test(file))
  return sum(files.map((file) => gzipBytes(join(assets, file))))
}

/** Static imports only: `import … from "./x.js"` and `import "./x.js"`, minified or not. */
function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const imports = text.matchAll(
    /(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w*$\s{},]+from\s*)?["']\.\/([^"']+\.js)["']/g,
  )
  return [...imports].map(([, file = '']) => `assets/${file}`)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
