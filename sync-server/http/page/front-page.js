const TOKEN_KEY = 'loadline-office-token'
const REFRESH_MS = 10_000
const STATES = [
  'PENDING_PAYMENT',
  'CONFIRMED',
  'IN_PROGRESS',
  'PICKED',
  'PACKED',
  'LOADED',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'COMPLETED',
  'ON_HOLD',
  'DELIVERY_FAILED',
  'CANCELLED',
]

const byId = (id) => document.getElementById(id)

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault()
  sessionStorage.setItem(TOKEN_KEY, byId('token').value.trim())
  byId('token').value = ''
  void refresh()
})
byId('sign-out').addEventListener('click', () => signOut(''))
void refresh()
// oxlint-disable-next-line no-restricted-globals -- a page has no clock to be given
setInterval(() => void refresh(), REFRESH_MS)

async function refresh() {
  await showHealth()
  const token = sessionStorage.getItem(TOKEN_KEY)
  if (!token) return
  try {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch('/v1/overview', { headers })
    if (answer.status === 401 || answer.status === 403) {
      signOut('That is not the office token.')
      return
    }
    if (answer.ok) showFigures(await answer.json())
  } catch {
    byId('as-of').textContent = 'The office does not answer; the figures are old.'
  }
}

async function showHealth() {
  const health = byId('health')
  try {
    const { ok } = await fetch('/readyz')
    health.dataset.state = ok ? 'ok' : 'bad'
    health.textContent = ok ? 'database answers' : 'database does not answer'
  } catch {
    health.dataset.state = 'bad'
    health.textContent = 'office does not answer'
  }
}

function signOut(trouble) {
  sessionStorage.removeItem(TOKEN_KEY)
  byId('trouble').textContent = trouble
  show(false)
}

function show(isSignedIn) {
  byId('sign-in').hidden = isSignedIn
  byId('figures').hidden = !isSignedIn
  byId('sign-out').hidden = !isSignedIn
  if (!isSignedIn) byId('as-of').textContent = ''
}

function showFigures(figures) {
  show(true)
  byId('trouble').textContent = ''
  const counts = figures.ordersByStatus
  const most = Math.max(1, ...Object.values(counts))
  const states = STATES.filter((state) => counts[state])
  fill('orders', states, 'No orders yet.', (state) => bar(state, counts[state], most))
  fill('stations', figures.stations, 'No stations yet.', stationItem)
  fill('loads', figures.openLoads, 'No open loads.', loadItem)
  fill('exceptions', figures.openExceptions, 'Nothing waits for a person.', exceptionItem)
  byId('as-of').textContent = `As of ${new Date(figures.serverTime).toLocaleTimeString()}`
}

function fill(id, items, whenEmpty, toItem) {
  const empty = () => element('li', 'detail', whenEmpty)
  byId(id).replaceChildren(...(items.length > 0 ? items.map(toItem) : [empty()]))
}

function bar(state, count, most) {
  const item = document.createElement('li')
  const meter = document.createElement('meter')
  meter.max = most
  meter.value = count
  const name = state.toLowerCase().replaceAll('_', ' ')
  item.append(element('span', '', name), meter, element('span', 'count', String(count)))
  return item
}

function stationItem(station) {
  const dot = element('span', station.online ? 'dot good' : 'dot', '')
  const waiting = station.pending > 0 ? ` · ${station.pending} waiting` : ''
  const seen = station.lastSeenAt ? new Date(station.lastSeenAt).toLocaleString() : 'never'
  const detail = (station.online ? 'online' : `last seen ${seen}`) + waiting
  return listItem(dot, element('span', '', station.name), element('span', 'detail', detail))
}

function loadItem(load) {
  const name = `${load.number} · ${load.region} · ${load.deliveryDate}`
  const kilograms = Math.round(load.weightGrams / 1_000)
  const detail = `${load.status} · ${load.units} units · ${kilograms} kg`
  return listItem(element('span', '', name), element('span', 'detail', detail))
}

function exceptionItem(exception) {
  const at = new Date(exception.openedAt).toLocaleString()
  return listItem(element('span', '', exception.sentence), element('span', 'detail', at))
}

function listItem(...parts) {
  const item = document.createElement('li')
  item.append(...parts)
  return item
}

function element(tag, className, text) {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}
