import { continueUnderPinnedNode, ensurePackages } from './bootstrap.mjs'

try {
  await ensurePackages()
  continueUnderPinnedNode('scripts/demo-floor.ts', process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
