import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'

const SCRIPT = `export const words = ${JSON.stringify('four crates of oak, '.repeat(200))}\n`

let folder: string
let database: TestDatabase
let office: TestOffice

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loadline-console-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><head><title>Loadline</title></head>')
  writeFileSync(join(folder, 'assets/a.js'), SCRIPT)
  writeFileSync(join(folder, 'assets/a.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(folder, 'assets/a.js.gz'), gzipSync(SCRIPT))
  const parts = { '/today': ['assets/a.js'], '/stock': ['assets/b.js', 'assets/b.css'] }
  writeFileSync(join(folder, 'first-files.json'), JSON.stringify(parts))
  const opened = await databases[0]?.open()
  if (opened === undefined) throw new Error('no database in this run')
  database = opened
  office = await startOffice({ database, consoleFolder: folder })
})

afterAll(async () => {
  await office.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

function fetchScript(encodings: string): Promise<Response> {
  return fetch(`${office.url}/assets/a.js`, { headers: { 'accept-encoding': encodings } })
}

test.each([
  { encodings: 'gzip, deflate, br', encoding: 'br' },
  { encodings: 'gzip', encoding: 'gzip' },
  { encodings: 'identity', encoding: null },
])('to $encodings a script is sent as $encoding, and kept for a year', async (given) => {
  const response = await fetchScript(given.encodings)
  expect(response.headers.get('content-encoding')).toBe(given.encoding)
  expect(response.headers.get('vary')?.toLowerCase()).toContain('accept-encoding')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('content-type')).toContain('javascript')
  expect(await response.text()).toBe(SCRIPT)
})

async function headOf(path: string): Promise<string[]> {
  const response = await fetch(office.url + path, { headers: { accept: 'text/html' } })
  expect(response.status).toBe(200)
  return (await response.text()).match(/<link[^>]*>/g) ?? []
}

test('a page names the files of the part that its address is of, and who is asked for first', async () => {
  const session = '<link rel="preload" as="fetch" crossorigin href="/v1/session">'
  const today = [session, '<link rel="modulepreload" crossorigin href="/assets/a.js">']
  const stock = [
    session,
    '<link rel="modulepreload" crossorigin href="/assets/b.js">',
    '<link rel="stylesheet" crossorigin href="/assets/b.css">',
  ]
  expect(await headOf('/')).toEqual(today)
  expect(await headOf('/today?warehouse=MAIN')).toEqual(today)
  expect(await headOf('/stock')).toEqual(stock)
  expect(await headOf('/stock/SKU-1%22%3E?do=edit')).toEqual(stock)
})

test('an address of no part gets the page as it is', async () => {
  expect(await headOf('/welcome')).toEqual([])
  expect(await headOf('/stockroom')).toEqual([])
  expect(await headOf('/constructor')).toEqual([])
})
