import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Smaller files fit one packet anyway. */
const PACKED_FROM_BYTES = 1_024

/** Packs scripts and styles once, as tightly as can be, so that the office only has to send them. */
export function packedFiles(): Plugin {
  return {
    name: 'packed-files',
    apply: 'build',
    writeBundle: ({ dir }, bundle) => {
      if (dir === undefined) throw new Error('the pages are written into a folder')
      for (const name of Object.keys(bundle)) {
        if (!/^assets\/.+\.(?:js|css)$/.test(name)) continue
        const path = join(dir, name)
        const content = readFileSync(path)
        if (content.length < PACKED_FROM_BYTES) continue
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        writeFileSync(`${path}.br`, packTightly(content))
      }
    },
  }
}

function packTightly(content: Buffer): Buffer {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
}
