import { readFileSync, statSync } from 'node:fs'
import { createSecureContext, type Server } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { OfficeDeps } from '../deps.ts'
import type { Office } from '../office.ts'

/** PEM: the certificate with what stands between it and an authority, and its key. */
export type Certificate = { cert: string; key: string }

export type CertificateFiles = { certFile: string; keyFile: string }

/** Certificates are renewed weeks before they end; a minute is soon enough. */
const LOOK_EVERY_MS = 60_000

/** Reads both files; throws what is wrong with them in a sentence. */
export function readCertificate({ certFile, keyFile }: CertificateFiles): Certificate {
  const certificate = { cert: readPem(certFile), key: readPem(keyFile) }
  try {
    createSecureContext(certificate)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not readable'
    throw new Error(`${certFile} and ${keyFile} are no certificate with its key: ${reason}`, {
      cause: error,
    })
  }
  return certificate
}

/**
 * Takes on a certificate that was renewed, without a restart and without ending a connection. A bad pair
 * changes nothing and is said in the log. Returns its stop.
 */
export function followCertificate(
  app: FastifyInstance,
  files: CertificateFiles,
  { log, deps }: { log: Office['log']; deps: Pick<OfficeDeps, 'every'> },
): () => void {
  let seen = stampOf(files)
  return deps.every(LOOK_EVERY_MS, () => {
    const stamp = stampOf(files)
    if (stamp === seen) return
    seen = stamp
    try {
      const server = app.server as unknown as Server
      server.setSecureContext(readCertificate(files))
      log.info('the certificate was renewed')
    } catch (error) {
      log.error({ err: error }, 'the new certificate cannot be used; the one before stays')
    }
  })
}

/** Changes whenever one of the files does; a file that is just being replaced is looked at again. */
function stampOf({ certFile, keyFile }: CertificateFiles): string {
  return [certFile, keyFile]
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false })
      return stat === undefined ? 'none' : `${stat.mtimeMs}:${stat.size}:${stat.ino}`
    })
    .join(' ')
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${file} cannot be read`, { cause: error })
  }
}
