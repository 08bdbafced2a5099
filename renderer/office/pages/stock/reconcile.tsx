import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call, type CallAnswer } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useText } from '../../text/text.ts'
import classes from './stock.module.css'

type Compared = CallAnswer<'POST /v1/reconciliations'>

/** Compares all books at once, and says in words where they differ. */
export function Reconcile({ warehouse, onClose }: { warehouse: string; onClose: () => void }) {
  const { say } = useText()
  const queries = useQueryClient()
  const compare = useMutation({
    mutationFn: () => call('POST /v1/reconciliations', { query: { warehouse } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['exceptions'] }),
  })
  return (
    <Dialog
      title={say('stock.books-title')}
      lead={say('stock.books-lead')}
      go={say('stock.books-go')}
      isPending={compare.isPending}
      error={compare.error}
      onClose={onClose}
      onSubmit={() => compare.mutate()}
    >
      {compare.data !== undefined && <Result compared={compare.data} />}
    </Dialog>
  )
}

function Result({ compared: { checked, differences } }: { compared: Compared }) {
  const { say } = useText()
  if (differences.length === 0) {
    return (
      <p role="status" className={classes['good']}>
        {say('stock.books-good', { checked })}
      </p>
    )
  }
  return (
    <div role="status" className={classes['wrong']}>
      <p>{say('stock.books-bad', { count: differences.length, checked })}</p>
      <ul className={classes['differences']}>
        {differences.map(({ what, key, book, found, exceptionId }) => (
          <li key={exceptionId}>
            {say(`stock.book.${what}`, { key })} – {say('stock.books-row', { book, found })}.{' '}
            <Link href={`~/exceptions/${exceptionId}`}>{say('stock.see-exception')}</Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
