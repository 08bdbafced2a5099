import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Dialog } from '../../../components/dialog.tsx'
import { useText } from '../../../text/text.ts'

type Props = {
  title: string
  lead: string
  /** What the button says, where it is more than to go on. */
  go?: string
  isDanger?: boolean
  work: () => Promise<unknown>
  onDone: () => void
  children: ReactNode
}

/** A change of an order: done once, then all pages about orders are read again. */
export function ChangeDialog({ go, work, onDone, ...rest }: Props) {
  const { say } = useText()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['orders'] })
      onDone()
    },
  })
  return (
    <Dialog
      go={go ?? say('change.go')}
      isPending={change.isPending}
      error={change.error}
      onClose={onDone}
      onSubmit={() => change.mutate()}
      {...rest}
    />
  )
}

type ReasonProps = { value: string; onChange: (reason: string) => void; isFirst?: boolean }

/** Why; it stands in the order's history. */
export function ReasonField({ value, onChange, isFirst = false }: ReasonProps) {
  const { say } = useText()
  return (
    <TextInput
      label={say('change.reason')}
      required
      {...(isFirst ? { 'data-autofocus': true } : {})}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
