import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CSP_NONCE_PLACEHOLDER } from '#contract/rpc/page-policy.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { localHttp, type LocalHttpParts } from './local-http.ts'

const PORT = 4410
const HOST = `127.0.0.1:${PORT}`

function door() {
  const pagesFolder = tempFolder()
  writeFileSync(
    join(pagesFolder, 'index.html'),
    `<script nonce="${CSP_NONCE_PLACEHOLDER}"></script>`,
  )
  return localHttp({
    view: {} as LocalHttpParts['view'],
    isToken: () => false,
    address: () => ({ port: PORT }),
    pagesFolder,
    onTrouble: () => undefined,
  })
}

test('the page is never served without its policy, whatever it is asked for as', async () => {
  const app = door()
  for (const url of ['/', '/index.html', '/%69ndex.html', '//index.html', '/./index.html']) {
    const { statusCode, headers, body } = await app.inject({ url, headers: { host: HOST } })
    if (statusCode !== 200) continue
    expect(headers['content-security-policy'], url).toContain('script-src')
    expect(body, url).not.toContain(CSP_NONCE_PLACEHOLDER)
  }
  await app.close()
})

test('every path asks for our own Host and Origin, and the interface for a token too', async () => {
  const app = door()
  const status = async (url: string, headers: Record<string, string>) =>
    (await app.inject({ url, headers })).statusCode
  expect(await status('/', { host: 'evil.example' })).toBe(403)
  expect(await status('/', { host: HOST, origin: 'http://evil.example' })).toBe(403)
  expect(await status('/nowhere', { host: 'evil.example' })).toBe(403)
  expect(await status('/v1/state', { host: HOST })).toBe(401)
  expect(await status('/v1/state', { host: HOST, authorization: 'Bearer no' })).toBe(401)
  await app.close()
})
