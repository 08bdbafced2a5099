import { CallProblem } from '../api.ts'
import { useText } from '../text/text.ts'
import { problemWords, type ProblemWords } from './problem-words.ts'
import classes from './state.module.css'

/** What the office said no to, in the language of the page, with each place that is wrong. */
export function ProblemNotice({ error }: { error: unknown }) {
  const speaker = useText()
  if (error === null || error === undefined) return null
  const { text, original, places } = wordsOf(error, speaker)
  return (
    <div role="alert" className={classes['problem']}>
      <p>{text}</p>
      {original !== null && (
        <p lang="en" className={classes['original']}>
          {original}
        </p>
      )}
      {places.length > 0 && (
        <ul>
          {places.map((place) => (
            <li key={place}>{place}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function wordsOf(error: unknown, speaker: ReturnType<typeof useText>): ProblemWords {
  if (error instanceof CallProblem && error.status !== 0) return problemWords(error, speaker)
  return { text: speaker.say('state.unreachable'), original: null, places: [] }
}
