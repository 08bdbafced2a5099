import { Modal } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { useText } from '../text/text.ts'
import classes from './dialog.module.css'

type Props = { title: string; size: 'lg' | 'xl'; onClose: () => void; children: ReactNode }

/**
 * What stands before the page until it is closed. Its head is no banner of the page, and it leaves the page's scrolling
 * alone: for that it would write styles into the page, which the page's own rules forbid.
 */
export function ModalFrame({ title, size, onClose, children }: Props) {
  const { say } = useText()
  useFocusBack()
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      // Not a class of the content: that would lie on the whole page behind it too.
      classNames={{ content: classes['content'] ?? '' }}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes['head']}>
          <Modal.Title className={classes['title']}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={say('form.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** Whoever works by keyboard goes on where they opened it: the pages put a dialog away whole, so it cannot do that itself. */
function useFocusBack(): void {
  const [opener] = useState(findOpener)
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) opener?.focus()
      })
    },
    [opener],
  )
}

/** What has the focus; for an entry of a menu, which goes away, the button of the menu. */
function findOpener(): HTMLElement | null {
  const active = document.activeElement
  if (!(active instanceof HTMLElement)) return null
  const menu = active.closest('[role="menu"]')
  const button = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '')
  return button ?? active
}
