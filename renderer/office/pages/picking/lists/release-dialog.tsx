import { Radio, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { listProgress, type ShownList } from '../progress.ts'

const REASONS = ['broken', 'gone', 'urgent', 'other'] as const
type Reason = (typeof REASONS)[number]

type Props = { list: ShownList; onClose: () => void }

/** Takes a list away from its bench; what was picked is said, and why is kept. */
export function ReleaseDialog({ list, onClose }: Props) {
  const { say } = useText()
  const queries = useQueryClient()
  const [reason, setReason] = useState<Reason>('broken')
  const [words, setWords] = useState('')
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      call('POST /v1/pick-lists/{id}/release', {
        params: { id: list.id },
        body: { reason: reason === 'other' ? words.trim() : say(`pick.release.${reason}`) },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['picking'] })
      onClose()
    },
  })
  const { picked, requested } = listProgress(list)
  const station = list.heldBy?.station ?? ''
  return (
    <Dialog
      title={say('pick.release.title', { code: list.code })}
      lead={
        picked === 0
          ? say('pick.release.nothing', { station })
          : say('pick.release.picked', { station, picked, requested })
      }
      go={say('pick.release')}
      isDanger
      isPending={isPending}
      error={error}
      onClose={onClose}
      onSubmit={() => mutate()}
    >
      {list.heldBy?.stationOnline === true && (
        <p className={classes['notice']}>{say('pick.release.online')}</p>
      )}
      <Radio.Group
        label={say('pick.release.why')}
        value={reason}
        onChange={(value) => setReason(REASONS.find((one) => one === value) ?? 'other')}
      >
        <div className={classes['stack']}>
          {REASONS.map((one) => (
            <Radio key={one} value={one} label={say(`pick.release.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      {reason === 'other' && (
        <TextInput
          label={say('pick.release.which')}
          required
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
    </Dialog>
  )
}
