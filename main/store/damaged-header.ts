import { closeSync, openSync, readSync } from 'node:fs'

/** Places and bounds in the head of a database: https://sqlite.org/fileformat2.html#the_database_header. */
const HEADER_BYTES = 100
const WRITE_VERSION_AT = 18
const READ_VERSION_AT = 19
const SCHEMA_FORMAT_AT = 44
const SCHEMA_FORMAT_MAX = 4

/**
 * What is wrong in a database's head that SQLite takes for something else than damage, or null: a file that
 * may only be read, as if its folder were, or one of a later SQLite.
 * To be asked while nobody has the file open: closing it again gives up this process's locks on it.
 */
export function damagedHeader(path: string): string | null {
  const header = Buffer.alloc(HEADER_BYTES)
  const handle = openSync(path, 'r')
  try {
    readSync(handle, header, 0, HEADER_BYTES, 0)
  } catch (error) {
    return `the head can't be read: ${String(error)}`
  } finally {
    closeSync(handle)
  }
  const versions = [header[WRITE_VERSION_AT], header[READ_VERSION_AT]]
  if (versions[0] !== versions[1]) return `the head says version ${versions.join(' and ')}`
  const format = header.readUInt32BE(SCHEMA_FORMAT_AT)
  return format > SCHEMA_FORMAT_MAX ? `the head says schema format ${format}` : null
}
