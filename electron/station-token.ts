import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const SEALED = 'sealed:'
const PLAIN = 'plain:'

/** The system keychain, as Electron's `safeStorage` offers it. */
export type Keychain = {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

/**
 * The local token of the shell's own host, the same at every start so that tools on the bench keep
 * working. It lies in the system keychain where there is one, else in a file only this user reads.
 * A token that can't be read back is replaced: it protects the local port and nothing recorded.
 */
export function stationToken(file: string, keychain: Keychain, newToken: () => string): string {
  const stored = read(file, keychain)
  if (stored !== null) return stored
  const token = newToken()
  const text = keychain.isEncryptionAvailable()
    ? SEALED + keychain.encryptString(token).toString('base64')
    : PLAIN + token
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
  return token
}

function read(file: string, keychain: Keychain): string | null {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.startsWith(PLAIN)) return text.slice(PLAIN.length)
    if (!text.startsWith(SEALED)) return null
    return keychain.decryptString(Buffer.from(text.slice(SEALED.length), 'base64'))
  } catch {
    return null
  }
}
