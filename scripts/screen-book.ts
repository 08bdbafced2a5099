// Writes docs/screens: `node scripts/screen-book.ts`, after `npm run build`. The pictures are committed.
import { writeScreenBook } from './screen-book/write-screen-book.ts'

await writeScreenBook((line) => process.stderr.write(`screen-book: ${line}\n`))
