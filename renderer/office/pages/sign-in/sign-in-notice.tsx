import { CallProblem } from '../../api.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import state from '../../components/state.module.css'
import { isTextKey, useText } from '../../text/text.ts'

/** Why nobody is in yet, in the words of this page where it has some. */
export function SignInNotice({ error, trouble }: { error: unknown; trouble?: string | null }) {
  const { say } = useText()
  const code = error instanceof CallProblem ? error.code : null
  const key = error === null ? `sign-in.${trouble ?? ''}` : `sign-in.${code ?? ''}`
  if (isTextKey(key)) {
    return (
      <div role="alert" className={state['problem']}>
        <p>{say(key)}</p>
      </div>
    )
  }
  return <ProblemNotice error={error} />
}
