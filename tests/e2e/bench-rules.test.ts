import { afterAll, beforeAll, expect, test } from 'vitest'
import { STUB_BADGES, STUB_PIN } from '../../renderer/testing/stub-router.ts'
import { flawsOf, openScreenDesk, type ScreenDesk, takePicture } from '../support/screen-desk.ts'
import { eventually } from '../support/processes.ts'

let desk: ScreenDesk

beforeAll(async () => {
  desk = await openScreenDesk()
})

afterAll(() => desk.close())

test('a supervisor switches closing by itself off, with a badge and a PIN', async () => {
  const { host } = desk
  host.show('weigh-right')
  const page = await desk.open()
  await page.getByTestId('settings').click()
  const rules = page.getByTestId('bench-rules')
  await rules.waitFor()
  await rules.scrollIntoViewIfNeeded()
  expect(await page.getByTestId('auto-close-on').getAttribute('aria-pressed')).toBe('true')
  expect(await page.getByTestId('idle-15').getAttribute('aria-pressed')).toBe('true')
  await takePicture(page, '1280x800-light-panel-rules')
  expect(await flawsOf(page)).toEqual([])
  await page.getByTestId('auto-close-off').click()
  await page.getByTestId('supervisor-badge').waitFor()
  await takePicture(page, '1280x800-light-panel-rules-badge')
  await eventually(() => Promise.resolve(host.scanBadge(STUB_BADGES.supervisor) ? true : null), {
    what: 'the screen waits for a badge',
  })
  await page.getByTestId('supervisor-pin').waitFor()
  for (const digit of STUB_PIN) await page.getByTestId(`pin-${digit}`).click({ delay: 400 })
  await page.getByTestId('pin-ok').click({ delay: 400 })
  await rules.waitFor()
  expect(host.pressed).toContain('set {"autoClose":false}')
  await page.context().close()
})

test('with closing by itself off the screen asks for CLOSE at the right weight', async () => {
  desk.host.show('weigh-by-hand')
  const page = await desk.open()
  const advice = page.getByTestId('weigh-advice')
  await advice.waitFor()
  expect(await advice.textContent()).toBe('Right weight. Scan CLOSE.')
  desk.host.show('weigh-right')
  await advice.getByText('Right weight.', { exact: true }).waitFor()
  await page.context().close()
})
