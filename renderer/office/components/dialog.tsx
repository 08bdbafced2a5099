import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useText } from '../text/text.ts'
import classes from './dialog.module.css'
import { ModalFrame } from './modal-frame.tsx'
import { ProblemNotice } from './problem-notice.tsx'

type Props = {
  title: string
  /** What it will do, in a sentence. */
  lead?: string
  /** What the button says. */
  go: string
  isDanger?: boolean
  isPending: boolean
  /** What the office said no to. */
  error: unknown
  onClose: () => void
  onSubmit: () => void
  children?: ReactNode
}

/** Something that a person does on purpose: what it means, what it takes, and why the office says no. */
export function Dialog({ title, lead, go, isDanger, children, ...rest }: Props) {
  const { say } = useText()
  const { isPending, error, onClose, onSubmit } = rest
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <ModalFrame title={title} size="lg" onClose={onClose}>
      <form className={classes['form']} onSubmit={submit}>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
        {children}
        <ProblemNotice error={error} />
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {say(isDanger === true ? 'form.leave' : 'form.cancel')}
          </Button>
          <Button type="submit" loading={isPending} color={isDanger === true ? 'red' : 'blue'}>
            {go}
          </Button>
        </div>
      </form>
    </ModalFrame>
  )
}
