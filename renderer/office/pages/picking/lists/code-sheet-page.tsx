import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ScanCode } from '../../../../components/scan-code.tsx'
import { call } from '../../../api.ts'
import { BarCode } from '../../../components/bar-code.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Page } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useAddress } from '../../../components/use-address.ts'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import { listProgress, type ShownList } from '../progress.ts'
import paper from '../paper.module.css'
import { useDay } from '../use-day.ts'

/** Codes on one sheet job: twenty pages. */
const CODES_MAX = 200

/** The codes of lists that wait to be picked, or of one list, on paper to scan from. */
export function CodeSheetPage() {
  const { say } = useText()
  const { get } = useAddress()
  const { warehouse, day } = useDay()
  const { dayLong } = useAmounts()
  const [list, region] = [get('list'), get('region')]
  const { data, error } = useQuery({
    queryKey: ['picking', 'sheet', list, warehouse, day, region],
    queryFn: async () => {
      if (list !== '') return [await call('GET /v1/pick-lists/{id}', { params: { id: list } })]
      const query = {
        warehouse: warehouse ?? '',
        deliveryDate: day ?? '',
        ...(region === '' ? {} : { region }),
        limit: CODES_MAX,
      }
      const { pickLists } = await call('GET /v1/pick-lists', { query })
      return pickLists.filter(({ status }) => status === 'open' || status === 'claimed')
    },
    enabled: list !== '' || (warehouse !== undefined && day !== undefined),
  })
  const shownDay = data?.[0]?.deliveryDate ?? day
  return (
    <Page
      title={say('pick.sheet.title', { day: shownDay === undefined ? '' : dayLong(shownDay) })}
      lead={<span className={paper['screen']}>{say('pick.sheet.hint')}</span>}
      actions={
        <span className={paper['screen']}>
          <Button variant="default" onClick={() => history.back()}>
            {say('pick.back')}
          </Button>{' '}
          <Button onClick={() => print()}>{say('pick.print')}</Button>
        </span>
      }
    >
      <ProblemNotice error={error} />
      {data?.length === 0 && <EmptyState title={say('pick.sheet.none')} />}
      <div className={paper['codes']}>
        {data?.map((one) => (
          <CodeCard key={one.id} list={one} />
        ))}
      </div>
    </Page>
  )
}

function CodeCard({ list }: { list: ShownList }) {
  const { say } = useText()
  const { dayShort } = useAmounts()
  const { code, region, orderNumbers, deliveryDate } = list
  const { lines } = listProgress(list)
  const regionName = useRegionNames()
  return (
    <article className={paper['code']} aria-label={code}>
      <ScanCode text={code} size="28mm" />
      <div className={paper['codeWords']}>
        <b className={paper['codeName']}>{code}</b>
        <span>
          {dayShort(deliveryDate)} ·{' '}
          {region === null ? say('pick.region.collect') : regionName(region)}
        </span>
        <span>
          {say('pick.list-lines')}: {lines} ·{' '}
          {say('pick.day-orders', { count: orderNumbers.length })}
        </span>
        <span>{orderNumbers.slice(0, 4).join(' ')}</span>
        <BarCode text={code} height="9mm" module="0.3mm" />
      </div>
    </article>
  )
}
