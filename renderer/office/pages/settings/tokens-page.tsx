import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallAnswer } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useTimes, type Times } from '../../components/use-times.ts'
import { useText, type Say } from '../../text/text.ts'
import { NewToken } from './new-token.tsx'
import { SettingsList, type ListColumn } from './settings-list.tsx'
import { usePages } from './use-pages.ts'

type Token = CallAnswer<'GET /v1/tokens'>['items'][number]

/** What programs call with: made and shown once, listed, ended. */
export function TokensPage() {
  const { say } = useText()
  const { get, set } = useAddress()
  const [isNew, setNew] = useState(false)
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  const [ending, setEnding] = useState<Token | null>(null)
  const list = usePages('token-list', (after) => call('GET /v1/tokens', { query: { after } }))
  const isAll = get('show') === 'all'
  const rows = list.items?.filter((token) => isAll || isWorking(token))
  return (
    <SettingsList
      title={say('settings.tokens')}
      lead={say('settings.tokens-lead')}
      empty={{ title: say('settings.tokens-none'), hint: say('settings.tokens-none-do') }}
      rows={rows}
      error={list.error}
      columns={useColumns(setEnding)}
      rowKey={({ id }) => id}
      words={({ name, scopes, createdBy }) => `${name} ${scopes.join(' ')} ${createdBy}`}
      fileName="tokens.csv"
      fresh={{ title: say('settings.new-token'), onClick: () => setNew(true) }}
      filters={
        <Checkbox
          label={say('settings.tokens-ended')}
          checked={isAll}
          onChange={({ currentTarget }) => set({ show: currentTarget.checked ? 'all' : '' })}
        />
      }
      onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    >
      {made !== null && (
        <ShownOnce
          title={say('settings.token-made', { name: made.name })}
          secret={made.token}
          onDone={() => setMade(null)}
        />
      )}
      {isNew && (
        <NewToken
          onClose={() => setNew(false)}
          onMade={(token) => {
            setMade(token)
            setNew(false)
          }}
        />
      )}
      {ending !== null && <EndToken token={ending} onClose={() => setEnding(null)} />}
    </SettingsList>
  )
}

function isWorking({ revokedAt, expiresAt }: Token): boolean {
  return revokedAt === null && Date.parse(expiresAt) > Date.now()
}

function stateWords(token: Token, say: Say, times: Times): string {
  const { revokedAt, expiresAt } = token
  if (revokedAt !== null) return say('settings.token-revoked', { time: times.dateTime(revokedAt) })
  return isWorking(token)
    ? say('settings.token-works')
    : say('settings.token-over', { time: times.dateTime(expiresAt) })
}

function EndToken({ token, onClose }: { token: Token; onClose: () => void }) {
  const { say } = useText()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => call('POST /v1/tokens/{id}/revoke', { params: { id: token.id } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['settings'] })
      onClose()
    },
  })
  return (
    <Dialog
      title={`${say('settings.token-revoke')}: ${token.name}`}
      lead={say('settings.token-revoke-say')}
      go={say('settings.token-revoke')}
      isDanger
      isPending={end.isPending}
      error={end.error}
      onClose={onClose}
      onSubmit={() => end.mutate()}
    />
  )
}

function useColumns(onEnd: (token: Token) => void): ListColumn<Token>[] {
  const { say } = useText()
  const times = useTimes()
  const scopeWords = ({ scopes }: Token) => scopes.map((scope) => say(`scope.${scope}`)).join(', ')
  return [
    {
      key: 'name',
      title: say('settings.token-name'),
      cell: ({ name }) => name,
      sortBy: ({ name }) => name,
      csv: ({ name }) => name,
    },
    {
      key: 'scopes',
      title: say('settings.token-scopes'),
      cell: scopeWords,
      csv: ({ scopes }) => scopes.join(' '),
    },
    {
      key: 'by',
      title: say('settings.token-by'),
      cell: ({ createdBy }) => createdBy,
      sortBy: ({ createdBy }) => createdBy,
      csv: ({ createdBy }) => createdBy,
    },
    {
      key: 'ends',
      title: say('settings.token-ends'),
      cell: ({ expiresAt }) => times.day(expiresAt),
      sortBy: ({ expiresAt }) => expiresAt,
      csv: ({ expiresAt }) => expiresAt,
    },
    {
      key: 'state',
      title: say('settings.state'),
      cell: (token) => stateWords(token, say, times),
      csv: (token) => stateWords(token, say, times),
    },
    {
      key: 'actions',
      title: say('settings.actions'),
      cell: (token) =>
        isWorking(token) && (
          <Button variant="default" size="compact-sm" onClick={() => onEnd(token)}>
            {say('settings.token-revoke')}
          </Button>
        ),
    },
  ]
}
