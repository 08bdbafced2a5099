import { expect, test } from 'vitest'
import { readAllowList } from './allow-list.ts'
import { type Address, findTarget, isPublicAddress } from './guard-address.ts'

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '192.169.0.1',
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2001:4860:4860::8888',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
]

const INSIDE = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '0:0:0:0:0:ffff:c0a8:1',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:a00:1::1',
  '3fff::1',
  '4000::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'not-an-address',
]

test.each(PUBLIC)('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))
test.each(INSIDE)('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false))

function guard(allow: string, addresses: string[] = []) {
  const list = readAllowList(allow)
  if (!list.ok) throw new Error(list.error)
  const found = addresses.map((address): Address => {
    return { address, family: address.includes(':') ? 6 : 4 }
  })
  return { allow: list.value, resolve: () => Promise.resolve(found) }
}

test.each([
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:169.254.169.254]/latest/meta-data/',
  'https://169.254.169.254/latest/meta-data/',
  'https://①②⑦.0.0.1/',
  'http://8.8.8.8/',
  'ftp://8.8.8.8/',
  'file:///etc/passwd',
  'https://user:secret@8.8.8.8/',
  'https://8.8.8.8/#part',
  'not an address',
  '',
])('%j is not called', async (url) => {
  expect(await findTarget(url, guard(''))).toMatchObject({ ok: false })
})

test('a name is as good as the worst of its addresses', async () => {
  const url = 'https://erp.example/hook'
  expect(await findTarget(url, guard('', ['8.8.8.8', '1.1.1.1']))).toMatchObject({
    ok: true,
    value: { addresses: [{ address: '8.8.8.8' }, { address: '1.1.1.1' }] },
  })
  expect(await findTarget(url, guard('', ['8.8.8.8', '10.0.0.1']))).toEqual({
    ok: false,
    error: 'erp.example is an address that is not public',
  })
  expect(await findTarget(url, guard('', []))).toEqual({
    ok: false,
    error: 'erp.example has no address',
  })
  const many = Array.from({ length: 17 }, (_, last) => `8.8.8.${last}`)
  expect(await findTarget(url, guard('', many))).toMatchObject({ ok: false })
})

test.each([
  ['127.0.0.1:8080', 'http://127.0.0.1:8080/hook', true],
  ['127.0.0.1:8080', 'http://127.0.0.1:8081/hook', false],
  ['127.0.0.1:8080', 'http://127.0.0.2:8080/hook', false],
  ['127.0.0.1:8080', 'http://[::ffff:127.0.0.1]:8080/hook', true],
  ['127.0.0.1', 'https://127.0.0.1/', true],
  ['127.0.0.1:443', 'https://127.0.0.1/', true],
  ['127.0.0.1:80', 'http://127.0.0.1/', true],
  ['[::1]:8080', 'http://[::1]:8080/', true],
  ['::1', 'http://[::1]:9/', true],
  ['10.1.0.0/16', 'http://10.1.2.3/', true],
  ['10.1.0.0/16', 'http://10.2.2.3/', false],
  ['fd00::/8', 'https://[fd12::1]/', true],
  ['1.2.3.4, 10.0.0.0/8', 'https://10.9.9.9/', true],
])('with %s allowed, %s is called: %s', async (allow, url, isCalled) => {
  expect((await findTarget(url, guard(allow))).ok).toBe(isCalled)
})

test('a name that is on the list may lead inside the house, by its port', async () => {
  const inside = guard('ERP.local:8080', ['10.0.0.9'])
  expect(await findTarget('http://erp.local:8080/hook', inside)).toMatchObject({ ok: true })
  expect(await findTarget('http://erp.local/hook', inside)).toMatchObject({ ok: false })
  expect(await findTarget('http://erp.local.evil:8080/', inside)).toMatchObject({ ok: false })
})

test.each(['10.0.0.0/33', '10.0.0/8', '::/129', 'a b', 'host:99999', '[erp]:80', '1.2.3.4/'])(
  'a list with %j in it is not read',
  (text) => expect(readAllowList(`127.0.0.1, ${text}`)).toEqual({ ok: false, error: text }),
)

test('an empty list allows nothing', () => {
  const list = readAllowList(' , ')
  if (!list.ok) throw new Error(list.error)
  const place = { hostname: '127.0.0.1', port: 80, address: '127.0.0.1' }
  expect(list.value.allows(place)).toBe(false)
})
