import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useText } from '../text/text.ts'
import { Page } from './page.tsx'

type Props = {
  /** Another one is another try: the address of the page. */
  resetOn: string
  children: ReactNode
}

type State = { isBroken: boolean; resetOn: string }

/** What fails while it is drawn takes down what is inside, and nothing around it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { isBroken: false, resetOn: this.props.resetOn }

  static getDerivedStateFromError(): Partial<State> {
    return { isBroken: true }
  }

  static getDerivedStateFromProps({ resetOn }: Props, state: State): State | null {
    return resetOn === state.resetOn ? null : { isBroken: false, resetOn }
  }

  override render(): ReactNode {
    return this.state.isBroken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { say } = useText()
  return (
    <div role="alert">
      <Page title={say('state.broken')} lead={say('state.broken-do')}>
        <div>
          <Button onClick={() => location.reload()}>{say('state.reload')}</Button>
        </div>
      </Page>
    </div>
  )
}
