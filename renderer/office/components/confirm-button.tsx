import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from './dialog.tsx'

type Props = {
  /** What the button says, and the title of what it asks. */
  label: string
  /** What will come of it, in a sentence. */
  lead: string
  go: string
  work: () => Promise<unknown>
  onDone: () => unknown
  /** False where it stands among harmless buttons and only its question warns. */
  isRed?: boolean
}

/** Something that is asked twice: a button, and a dialog that says what will come of it. */
export function ConfirmButton({ label, lead, go, work, onDone, isRed = true }: Props) {
  const [isAsked, setAsked] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await onDone()
      setAsked(false)
    },
  })
  const look = isRed ? ({ color: 'red', variant: 'outline' } as const) : { variant: 'default' }
  return (
    <>
      <Button {...look} onClick={() => setAsked(true)}>
        {label}
      </Button>
      {isAsked && (
        <Dialog
          title={label}
          lead={lead}
          go={go}
          isDanger
          isPending={isPending}
          error={error}
          onClose={() => setAsked(false)}
          onSubmit={() => mutate()}
        />
      )}
    </>
  )
}
