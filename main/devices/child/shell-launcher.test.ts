import { expect, test } from 'vitest'
import type { ShellRequest } from '#contract/rpc/shell-bridge.ts'
import { shellLauncher } from './shell-launcher.ts'
import type { DriverShell } from './shell-launcher.ts'

type Told = Parameters<Parameters<DriverShell['on']>[1]>[0]

function shell() {
  const asked: ShellRequest[] = []
  let tell = (_event: Told): void => {}
  const launch = shellLauncher({
    postMessage: (request) => void asked.push(request),
    on: (_event, run) => void (tell = run),
  })
  const port = () => {
    const sent: unknown[] = []
    let say = (_event: { data: unknown }): void => {}
    return {
      sent,
      say: (data: unknown) => say({ data }),
      end: {
        postMessage: (message: unknown) => void sent.push(message),
        on: (_event: 'message', run: (event: { data: unknown }) => void) => void (say = run),
        start: () => undefined,
      },
    }
  }
  return { asked, launch, port, tell: (event: Told) => tell(event) }
}

test('what is said to drivers before their port has come waits for it, in order', () => {
  const { asked, launch, port, tell } = shell()
  const child = launch('/nowhere', 'hid')
  expect(asked).toEqual([{ type: 'start-drivers', id: 'drivers-1', family: 'hid' }])
  const heard: unknown[] = []
  child.onMessage((message) => heard.push(message))
  child.post('one')
  child.post('two')
  const line = port()
  tell({ data: { type: 'driver-port', id: 'drivers-1' }, ports: [line.end] })
  child.post('three')
  line.say('answer')
  expect(line.sent).toEqual(['one', 'two', 'three'])
  expect(heard).toEqual(['answer'])
})

test('the end of drivers is told once, also to one who listens late; ending is asked of the shell', () => {
  const { asked, launch, tell } = shell()
  const child = launch('/nowhere', 'serial')
  child.kill()
  expect(asked.at(-1)).toEqual({ type: 'end-drivers', id: 'drivers-1' })
  const ended = {
    data: { type: 'drivers-ended', id: 'drivers-1', detail: 'exit code 9' },
    ports: [],
  }
  tell(ended)
  tell(ended)
  const ends: string[] = []
  child.onExit((detail) => ends.push(detail))
  expect(ends).toEqual(['exit code 9'])
})

test('windows’ ports and the ends of other drivers are not theirs', () => {
  const { launch, tell } = shell()
  const child = launch('/nowhere', 'usblp')
  const ends: string[] = []
  child.onExit((detail) => ends.push(detail))
  tell({ data: { type: 'station-port' }, ports: [] })
  tell({ data: { type: 'drivers-ended', id: 'drivers-7', detail: 'gone' }, ports: [] })
  expect(ends).toEqual([])
})
