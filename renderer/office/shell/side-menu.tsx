import { useMantineColorScheme, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { call, keepCsrfToken } from '../api.ts'
import { OFFICE_PAGES } from '../pages.ts'
import { useMay, useSession } from '../session.tsx'
import { useText } from '../text/text.ts'
import { FindBox } from './find-box.tsx'
import classes from './shell.module.css'

/** Where one can go, who is signed in, and whether what is shown is live. */
export function SideMenu({ isUp }: { isUp: boolean }) {
  const { say, language, choose } = useText()
  const may = useMay()
  const { session } = useSession()
  const [location] = useLocation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const isDark = document.documentElement.dataset['mantineColorScheme'] === 'dark'
  const flip = () => setColorScheme(colorScheme === 'dark' || isDark ? 'light' : 'dark')
  return (
    <header className={classes['menu']}>
      <p className={classes['brand']}>Loadline</p>
      <FindBox />
      <nav aria-label={say('nav.main')}>
        <ul className={classes['links']}>
          {OFFICE_PAGES.filter(({ scope }) => may(scope)).map(({ path, title }) => (
            <li key={path}>
              <Link
                href={path}
                className={classes['link']}
                aria-current={isWithin(location, path) ? 'page' : undefined}
              >
                {say(title)}
                {path === '/exceptions' && <OpenExceptions />}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes['foot']}>
        <p className={isUp ? classes['live'] : classes['behind']} role="status">
          {isUp ? say('shell.live') : say('shell.behind')}
        </p>
        <Link href="/people/me" className={classes['who']} title={say('shell.account')}>
          {session?.displayName}
        </Link>
        <div className={classes['tools']}>
          <UnstyledButton onClick={() => choose(language === 'en' ? 'nl' : 'en')}>
            {say('shell.language')}
          </UnstyledButton>
          <UnstyledButton onClick={flip}>
            {isDark ? say('shell.light') : say('shell.dark')}
          </UnstyledButton>
          <UnstyledButton onClick={() => void signOut()}>{say('shell.sign-out')}</UnstyledButton>
        </div>
      </div>
    </header>
  )
}

/** How many exceptions wait for a person; nothing while there are none. The key is the one of the inbox. */
function OpenExceptions() {
  const { say, language } = useText()
  const { data } = useQuery({
    queryKey: ['exceptions', 'counts'],
    queryFn: () => call('GET /v1/exception-counts'),
  })
  if (data === undefined || data.open === 0) return null
  return (
    <span className={classes['count']}>
      <span aria-hidden="true">{data.open.toLocaleString(language)}</span>
      <VisuallyHidden>{say('nav.exceptions-open', { count: data.open })}</VisuallyHidden>
    </span>
  )
}

/** A fresh page keeps nothing of whoever was here before. */
async function signOut(): Promise<void> {
  await call('DELETE /v1/sessions/current').catch(() => undefined)
  keepCsrfToken(null)
  location.assign('/')
}

function isWithin(location: string, path: string): boolean {
  return location === path || location.startsWith(`${path}/`)
}
