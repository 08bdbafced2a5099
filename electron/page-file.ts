import { extname, join, normalize, sep } from 'node:path'
import { SHELL_ORIGIN } from '#contract/rpc/shell-bridge.ts'

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** The file behind an address of ours, or null for one that leads elsewhere. */
export function pageFile(folder: string, address: string): string | null {
  const url = parseAddress(address)
  if (url === null || `${url.protocol}//${url.host}` !== SHELL_ORIGIN) return null
  const path = decodePath(
    url.pathname === '/' || url.pathname === '' ? '/index.html' : url.pathname,
  )
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const root = normalize(folder + sep)
  const file = join(root, path)
  return file.startsWith(root) && extname(file) in CONTENT_TYPES ? file : null
}

/** `URL.canParse` is younger than the oldest Electron the shell runs on. */
export function parseAddress(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

export function contentType(file: string): string {
  return CONTENT_TYPES[extname(file)] ?? 'application/octet-stream'
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
