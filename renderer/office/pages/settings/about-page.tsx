import { useQuery } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { Facts } from '../../components/facts.tsx'
import form from '../../components/form.module.css'
import { Loading } from '../../components/loading.tsx'
import { Page, Section } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useTimes } from '../../components/use-times.ts'
import { useText } from '../../text/text.ts'

/** Which office this is, and where programs find what they need. */
export function AboutPage() {
  const { say } = useText()
  const times = useTimes()
  const { data, error } = useQuery({
    queryKey: ['about'],
    queryFn: () => call('GET /v1/about'),
    staleTime: 0,
  })
  return (
    <Page title={say('settings.about')} lead={say('settings.about-lead')}>
      <ProblemNotice error={error} />
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <Section title={`Loadline ${data.version}`}>
          <Facts
            facts={[
              [say('settings.about-version'), data.version],
              [say('settings.about-oldest'), data.minStationVersion],
              [
                say('settings.about-database'),
                `${data.database === 'postgres' ? 'PostgreSQL' : 'PGlite'} ${data.databaseVersion}`,
              ],
              [say('settings.about-schema'), data.schema],
              [say('settings.about-epoch'), data.epoch],
              [say('settings.about-since'), times.dateTime(data.createdAt)],
              [say('settings.about-time'), times.exact(data.serverTime)],
              [say('settings.about-url'), data.publicUrl ?? say('settings.about-no-url')],
            ]}
          />
        </Section>
      )}
      <Section title={say('settings.about-links')}>
        <ul className={form['stack']}>
          <li>
            <a href="/openapi.json">{say('settings.about-openapi')}</a>
          </li>
          <li>
            <a href="/metrics">{say('settings.about-metrics')}</a>
          </li>
          <li>
            <a href="/healthz">{say('settings.about-health')}</a>
          </li>
          <li>
            <a href="/readyz">{say('settings.about-ready')}</a>
          </li>
        </ul>
      </Section>
    </Page>
  )
}
