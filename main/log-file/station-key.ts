import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { saveIdentity, type StationIdentity, type StationKey } from '../store/identity.ts'

/** A station's own key pair. The private half never leaves its data folder. */
export function newStationKey(): Omit<StationKey, 'isKnown'> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { public: publicKey.toString('base64'), private: privateKey.toString('base64') }
}

/**
 * A station that was enrolled before stations had keys makes its own now; the office hears of it with the
 * next heartbeat.
 */
export function withStationKey(dataFolder: string, identity: StationIdentity): StationIdentity {
  if (identity.key !== undefined) return identity
  const own = { ...identity, key: { ...newStationKey(), isKnown: false } }
  saveIdentity(dataFolder, own)
  return own
}

/** An Ed25519 signature in base64. */
export function signWith(key: Pick<StationKey, 'private'>, text: string): string {
  const der = Buffer.from(key.private, 'base64')
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64')
}
