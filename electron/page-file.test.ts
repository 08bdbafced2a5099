import { join, sep } from 'node:path'
import { expect, test } from 'vitest'
import { contentType, pageFile } from './page-file.ts'

const folder = join(sep, 'app', 'renderer')

test('an address of ours is a file below the pages', () => {
  expect(pageFile(folder, 'loadline://app/')).toBe(join(folder, 'index.html'))
  expect(pageFile(folder, 'loadline://app/assets/main.js?v=1')).toBe(join(folder, 'assets/main.js'))
})

test('no address leads out of the pages', () => {
  for (const address of [
    'loadline://app/../secrets.json',
    'loadline://app/%2e%2e/secrets.json',
    'loadline://app/..%2fsecrets.json',
    'loadline://app/..%5csecrets.json',
    'loadline://app/assets/..%2f..%2f..%2fetc/passwd.json',
    'loadline://app/%00.html',
    'loadline://app/%E0%A4%A.html',
  ]) {
    const file = pageFile(folder, address)
    expect({ address, isInside: file === null || file.startsWith(folder + sep) }).toEqual({
      address,
      isInside: true,
    })
  }
  expect(pageFile(folder, 'loadline://app/..%2fsecrets.json')).toBeNull()
})

test('another host, scheme or kind of file is not served', () => {
  expect(pageFile(folder, 'loadline://elsewhere/index.html')).toBeNull()
  expect(pageFile(folder, 'file:///etc/passwd')).toBeNull()
  expect(pageFile(folder, 'loadline://app/notes.txt')).toBeNull()
  expect(pageFile(folder, 'nonsense')).toBeNull()
})

test('sounds and scripts carry their own type', () => {
  expect(contentType('good.wav')).toBe('audio/wav')
  expect(contentType('main.js')).toContain('text/javascript')
})
