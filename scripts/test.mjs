import { continueUnderPinnedNode, ensurePackages } from './bootstrap.mjs'

try {
  await ensurePackages()
  continueUnderPinnedNode('scripts/run-lanes.ts', process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
