import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { root } from '../bootstrap.mjs'
import { OFFICE_CAPTIONS } from './office-captions.ts'
import { shrinkPicture } from './shrink-picture.ts'

/** What the tests of the console leave behind. */
const PICTURES = join(root, 'test-results/console')
const FOLDER = join(root, 'docs/screens/office')

/** Makes the book of the office's pages from the pictures that their tests took. */
export async function writeOfficeBook(tell: (line: string) => void): Promise<void> {
  const names = Object.keys(OFFICE_CAPTIONS)
  const missing = names.filter((name) => !existsSync(join(PICTURES, `${name}.png`)))
  if (missing.length > 0) {
    throw new Error(`run the tests of the console first; there is no ${missing.join(', ')}`)
  }
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage()
    rmSync(FOLDER, { recursive: true, force: true })
    mkdirSync(FOLDER, { recursive: true })
    for (const name of names) {
      const png = readFileSync(join(PICTURES, `${name}.png`))
      writeFileSync(join(FOLDER, `${name}.webp`), await shrinkPicture(page, png))
    }
    writeFileSync(join(FOLDER, 'README.md'), bookText())
    tell(`${names.length} pictures are in docs/screens/office`)
  } finally {
    await browser.close()
  }
}

function bookText(): string {
  const parts = Object.entries(OFFICE_CAPTIONS).map(
    ([name, caption]) => `## ${name}\n\n${caption}.\n\n![${caption}](${name}.webp)\n`,
  )
  const intro =
    'What people of the office see, as the tests of the console saw it: real offices, real data, 1280 × 800 where nothing ' +
    'else is said. Written by `node scripts/office-book.ts` from the pictures of those tests.'
  return `# The pages of the office\n\n${intro}\n\n${parts.join('\n')}`
}
