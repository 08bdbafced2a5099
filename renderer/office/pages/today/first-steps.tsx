import { Link } from 'wouter'
import { Icon } from '../../../components/icon.tsx'
import { Section } from '../../components/page.tsx'
import { useText } from '../../text/text.ts'
import classes from './first-steps.module.css'
import type { PartOf } from './use-today.ts'

type Step = PartOf<'steps'>[number]['step']

const LINKS: Record<Step, string> = {
  warehouse: '~/settings/warehouses',
  region: '~/capacity?do=new-region',
  products: '~/stock?do=import',
  capacity: '~/capacity?do=many',
  people: '~/people/operators/new',
  station: '~/stations/enrol',
}

/** What an empty office needs, one line each, ticked when it is there. */
export function FirstSteps({ steps }: { steps: PartOf<'steps'> }) {
  const { say } = useText()
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <Section
      title={say('today.steps')}
      actions={
        <p className={classes['count']}>{say('today.steps-done', { done, total: steps.length })}</p>
      }
    >
      <p className={classes['lead']}>{say('today.steps-lead')}</p>
      <ol className={classes['steps']}>
        {steps.map(({ step, isDone }, index) => (
          <li key={step} className={classes['step']} data-done={isDone}>
            <span className={classes['mark']}>
              {isDone ? <Icon name="check" size="1.125rem" /> : index + 1}
            </span>
            <div>
              <Link href={LINKS[step]} className={classes['link']}>
                {say(`today.step.${step}`)}
              </Link>
              <p className={classes['why']}>{say(`today.step.${step}-why`)}</p>
            </div>
            <span className={classes['state']}>
              {say(isDone ? 'today.step.done' : 'today.step.open')}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
