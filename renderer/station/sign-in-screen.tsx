import type { BenchView } from '#contract/rpc/bench-view.ts'
import { useText } from '../text/text.ts'
import { BadgePicture } from './badge-picture.tsx'
import { PracticeEntry } from './practice-entry.tsx'
import { ShiftEnd } from './shift-end.tsx'
import css from './sign-in-screen.module.css'

/** One thing to do, and nothing else; after a sign-out, beside it what the shift came to. */
export function SignInScreen({ bench }: { bench: BenchView }) {
  const { say } = useText()
  const isShiftEnd = bench.feedback?.text.startsWith('signed-out-') === true
  if (isShiftEnd) return <ShiftEnd bench={bench} />
  return (
    <div className={css['screen']}>
      <BadgePicture />
      <h1 className={css['title']}>
        {say(bench.server.isLoading ? 'trouble.loading.do' : 'sign-in.title')}
      </h1>
      {bench.isPractice !== true && <PracticeEntry />}
    </div>
  )
}
