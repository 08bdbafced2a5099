import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../../api.ts'
import { saveFile, toCsv } from '../../../components/csv.ts'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useText, type Say } from '../../../text/text.ts'
import { listProgress, type ShownList } from '../progress.ts'
import { isListStatus } from './list-state.tsx'

const EXPORT_PAGES_MAX = 20
const EXPORT_PAGE_LENGTH = 500

export type ListQuery = {
  warehouse: string
  deliveryDate: string
  region?: string
  status?: 'open' | 'claimed' | 'done' | 'cancelled'
  search?: string
}

/** All lists that fit the filters, as a file for a spreadsheet. */
export function ExportLists({ query }: { query: ListQuery }) {
  const { say } = useText()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const rows = (await readAll(query)).map((list) => rowOf(list, say))
      saveFile(`pick-lists-${query.deliveryDate}.csv`, toCsv(headOf(say), rows))
    },
  })
  return (
    <>
      <ProblemNotice error={error} />
      <Button
        variant="default"
        loading={isPending}
        disabled={query.deliveryDate === ''}
        onClick={() => mutate()}
      >
        {say('table.export')}
      </Button>
    </>
  )
}

async function readAll(query: ListQuery): Promise<ShownList[]> {
  const lists: ShownList[] = []
  let after = ''
  for (let page = 0; page < EXPORT_PAGES_MAX; page += 1) {
    const from = after === '' ? {} : { after }
    const answer = await call('GET /v1/pick-lists', {
      query: { ...query, ...from, limit: EXPORT_PAGE_LENGTH },
    })
    lists.push(...answer.pickLists)
    if (answer.next === null) break
    after = answer.next
  }
  return lists
}

function headOf(say: Say): string[] {
  return [
    say('pick.col.code'),
    say('pick.region'),
    say('pick.state'),
    say('pick.col.orders'),
    say('pick.col.pieces'),
    say('pick.col.progress'),
    say('pick.col.short'),
    say('pick.col.holder'),
    say('pick.col.since'),
  ]
}

function rowOf(list: ShownList, say: Say): (string | number | null)[] {
  const { requested, picked, short } = listProgress(list)
  const { code, region, status, orderNumbers, heldBy } = list
  return [
    code,
    region ?? say('pick.region.collect'),
    isListStatus(status) ? say(`pick.state.${status}`) : status,
    orderNumbers.join(' '),
    requested,
    picked,
    short,
    heldBy?.station ?? null,
    heldBy?.since ?? null,
  ]
}
