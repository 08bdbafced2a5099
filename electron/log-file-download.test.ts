import { expect, test } from 'vitest'
import { isLogFile } from './log-file-download.ts'

const isSaved = (url: string, name: string) =>
  isLogFile({ getURL: () => url, getFilename: () => name })

test('a page may save the log that it made itself, and nothing else', () => {
  expect(isSaved('blob:loadline://app/0193', 'loadline-pack-3-1-9.loadlog')).toBe(true)
  expect(isSaved('blob:loadline://app/0193', 'setup.exe')).toBe(false)
  expect(isSaved('blob:https://elsewhere.example/0193', 'a.loadlog')).toBe(false)
  expect(isSaved('https://elsewhere.example/a.loadlog', 'a.loadlog')).toBe(false)
})
