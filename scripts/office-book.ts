// Writes docs/screens/office: `node scripts/office-book.ts`, after the tests of the console. The pictures are committed.
import { writeOfficeBook } from './screen-book/write-office-book.ts'

await writeOfficeBook((line) => process.stderr.write(`office-book: ${line}\n`))
