import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { buildConsole } from './demo/build-screens.ts'

// Installed without what builds, an office serves what was built before, or its calls alone.
if (existsSync(join(root, 'node_modules/vite'))) buildConsole()
