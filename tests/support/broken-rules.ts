import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Brings the rules to a loaded page: its policy lets no script in that the host did not write; the driver's own may run. */
export async function bringRules(page: Page): Promise<void> {
  await page.evaluate(AXE)
}

/** The rules of WCAG 2.2 AA and of good practice that the page breaks, and where. */
export async function brokenRules(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  )
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target }) => `${impact}: ${id} at ${String(target)}`),
    )
}
