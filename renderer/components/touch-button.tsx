import { UnstyledButton } from '@mantine/core'
import type { MouseEvent, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import css from './touch-button.module.css'

export type TouchTone = 'plain' | 'primary' | 'good' | 'wrong' | 'quiet'

type Props = {
  label: string
  icon?: IconName
  tone?: TouchTone
  isDisabled?: boolean
  isLarge?: boolean
  /** Set on a choice among several: whether it is the one that holds now. */
  isPressed?: boolean
  testId: string
  onPress: () => void
  children?: ReactNode
}

/** One big target for a gloved finger. */
export function TouchButton(props: Props) {
  const { label, icon, tone = 'plain', isDisabled = false, isLarge = false, children } = props
  return (
    <UnstyledButton
      className={css['button']}
      data-tone={tone}
      data-large={isLarge}
      data-testid={props.testId}
      {...(props.isPressed === undefined ? {} : { 'aria-pressed': props.isPressed })}
      disabled={isDisabled}
      onClick={pressed(props.onPress)}
    >
      {icon !== undefined && <Icon name={icon} size={isLarge ? '2.25rem' : '1.75rem'} />}
      {label !== '' && <span className={css['label']}>{label}</span>}
      {children}
    </UnstyledButton>
  )
}

/**
 * Runs a press and lets go of the focus again: a scanner that types must never press, with its
 * Enter, the button that was touched last.
 */
export function pressed(run: () => void): (event: MouseEvent<HTMLElement>) => void {
  return (event) => {
    if (event.detail > 0) event.currentTarget.blur()
    run()
  }
}
