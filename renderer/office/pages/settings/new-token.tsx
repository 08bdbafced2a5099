import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SCOPES } from '#contract/http/scopes.ts'
import { call } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import classes from './settings.module.css'

/** A quarter and a bit: long enough not to be forgotten about twice a month, short enough to be replaced. */
const DAYS = 100
const DAYS_MAX = 400

type Props = {
  onMade: (made: { name: string; token: string }) => void
  onClose: () => void
}

/** A token for a program, with what it may do in words. */
export function NewToken({ onMade, onClose }: Props) {
  const { say } = useText()
  const may = useMay()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [days, setDays] = useState(DAYS)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const make = useMutation({
    mutationFn: () =>
      call('POST /v1/tokens', {
        body: {
          name: name.trim(),
          expiresInDays: days,
          scopes: SCOPES.filter((scope) => chosen.includes(scope)),
        },
      }),
    onSuccess: async ({ token }) => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      onMade({ name: name.trim(), token })
    },
  })
  return (
    <Dialog
      title={say('settings.new-token')}
      go={say('settings.token-go')}
      isPending={make.isPending}
      error={make.error}
      onClose={onClose}
      onSubmit={() => make.mutate()}
    >
      <TextInput
        label={say('settings.token-name')}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        required
        data-autofocus
      />
      <NumberInput
        label={say('settings.token-days')}
        min={1}
        max={DAYS_MAX}
        allowDecimal={false}
        value={days}
        onChange={(value) => setDays(Number(value))}
        required
      />
      <Checkbox.Group
        label={say('settings.token-scopes')}
        description={say('settings.token-scopes-hint')}
        value={[...chosen]}
        onChange={setChosen}
      >
        <div className={classes['choices']}>
          {SCOPES.filter((scope) => may(scope)).map((scope) => (
            <Checkbox key={scope} value={scope} label={say(`scope.${scope}`)} description={scope} />
          ))}
        </div>
      </Checkbox.Group>
    </Dialog>
  )
}
