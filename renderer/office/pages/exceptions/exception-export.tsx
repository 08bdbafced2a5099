import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { saveFile, toCsv } from '../../components/csv.ts'
import { useText } from '../../text/text.ts'
import { readAllExceptions, type ExceptionQuery } from './use-inbox.ts'
import { decidedWords, exceptionSentence, exceptionTitle } from './words.ts'

/** What fits the filters, as a file for a spreadsheet. */
export function ExceptionExport({ query }: { query: ExceptionQuery }) {
  const { say, language } = useText()
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const items = await readAllExceptions(query)
      const head = [
        say('ex.csv.id'),
        say('ex.csv.opened'),
        say('ex.warehouse'),
        say('ex.station'),
        say('ex.code'),
        say('ex.about'),
        say('ex.csv.what'),
        say('ex.csv.decided-by'),
        say('ex.csv.choice'),
        say('ex.note'),
      ]
      const rows = items.map((item) => [
        item.id,
        item.openedAt,
        item.warehouse,
        item.station,
        exceptionTitle(item.code, say),
        item.reference,
        exceptionSentence(item, { say, language }),
        item.resolvedBy,
        decidedWords(item.code, item.choice, say) ?? item.choice,
        item.note,
      ])
      saveFile('exceptions.csv', toCsv(head, rows))
    },
  })
  return (
    <Button variant="default" loading={isPending} onClick={() => mutate()}>
      {say('table.export')}
    </Button>
  )
}
