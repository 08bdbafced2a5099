import { expect, test } from 'vitest'
import { tempFolder } from '../testing/temp-folder.ts'
import { AlreadyRunningError, lockDataFolder } from './single-instance.ts'

test('a second host on the same data folder is refused until the first is gone', () => {
  const folder = tempFolder()
  const lock = lockDataFolder(folder)
  expect(() => lockDataFolder(folder)).toThrow(AlreadyRunningError)
  lock.release()
  lockDataFolder(folder).release()
})
