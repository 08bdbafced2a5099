import { Button, FileButton } from '@mantine/core'
import { useState, type DragEvent } from 'react'
import { decodeText, type DecodedText } from '#contract/decode-text.ts'
import { EncodingNote } from '../../../components/encoding-note.tsx'
import { saveFile } from '../../../components/csv.ts'
import { useText, type Say } from '../../../text/text.ts'
import {
  FILE_BYTES_MAX,
  FILE_ROWS_MAX,
  readImportFile,
  type FileTrouble,
  type ImportFile,
} from './import-parts.ts'
import { startImport } from './import-run.ts'
import classes from './import.module.css'
import { SAMPLE_FILE } from './sample-file.ts'

const BYTES_OF_MEGABYTE = 1024 * 1024

/** The file is looked at here, before anything is sent. */
export function ChooseFile() {
  const { say } = useText()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [unsure, setUnsure] = useState<Unsure | null>(null)
  const [isOver, setOver] = useState(false)
  const look = async (file: File | null | undefined) => {
    if (file === null || file === undefined) return
    setUnsure(null)
    setTrouble(null)
    const read = await readFile(file)
    if ('kind' in read) setTrouble(troubleText(read, say))
    else if (read.decoded.encoding === 'windows-1252') setUnsure({ name: file.name, ...read })
    else void startImport(file.name, read.file)
  }
  const choose = (file: File | null | undefined) => {
    look(file).catch(() => setTrouble(say('rows.not-read')))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer.files[0])
  }
  return (
    <>
      <div
        className={classes['drop']}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p className={classes['dropText']}>{say('order-import.drop')}</p>
        <div className={classes['buttons']}>
          <FileButton
            onChange={choose}
            accept=".csv,text/csv,text/plain"
            inputProps={{ 'aria-label': say('order-import.choose') }}
          >
            {(props) => <Button {...props}>{say('order-import.choose')}</Button>}
          </FileButton>
          <Button variant="default" onClick={() => saveFile('orders-sample.csv', SAMPLE_FILE)}>
            {say('order-import.sample')}
          </Button>
        </div>
        {trouble !== null && (
          <p role="alert" className={classes['trouble']}>
            {trouble}
          </p>
        )}
      </div>
      {unsure !== null && (
        <>
          <EncodingNote {...unsure.decoded} />
          <div>
            <Button onClick={() => void startImport(unsure.name, unsure.file)}>
              {say('order-import.start', { count: unsure.file.rows, name: unsure.name })}
            </Button>
          </div>
        </>
      )}
      <ColumnsMeant />
    </>
  )
}

/** What a file must hold. */
function ColumnsMeant() {
  const { say } = useText()
  return (
    <section className={classes['columns']}>
      <h2>{say('order-import.columns')}</h2>
      <p>{say('order-import.columns-needed')}</p>
      <p>{say('order-import.columns-more')}</p>
      <p>{say('order-import.columns-order')}</p>
    </section>
  )
}

type ReadFile = { decoded: DecodedText; file: ImportFile }
/** A file whose encoding was guessed: a person looks at it before anything is sent. */
type Unsure = ReadFile & { name: string }

async function readFile(file: File): Promise<ReadFile | FileTrouble> {
  if (file.size > FILE_BYTES_MAX) return { kind: 'too-large' }
  const decoded = decodeText(new Uint8Array(await file.arrayBuffer()))
  const read = readImportFile(decoded.text)
  return 'kind' in read ? read : { decoded, file: read }
}

function troubleText(trouble: FileTrouble, say: Say): string {
  return say(`order-import.bad.${trouble.kind}`, {
    megabytes: FILE_BYTES_MAX / BYTES_OF_MEGABYTE,
    rows: FILE_ROWS_MAX,
    row: 'row' in trouble ? trouble.row : 0,
    columns: 'columns' in trouble ? trouble.columns.join(', ') : '',
  })
}
