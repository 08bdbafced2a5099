/* oxlint-disable no-restricted-globals -- a page has no clock but its own */

// The page of the virtual devices: clicks become scans, the slider a weight, labels are shown.
// It asks again every second, so a missed answer costs a moment and never a wrong picture.

import { showTroubles } from './troubles.js'

const LOOK_AGAIN_MS = 1_000
const CODES_AGAIN_MS = 5_000
const DRAG_EVERY_MS = 120
const TILES_MAX = 300
const PRESETS_KG = [0, 1, 2.5, 5, 10, 15, 20, 25]

const token = document.querySelector('meta[name="loadline-token"]').content
const at = (id) => document.getElementById(id)

let state = { scanners: [], scales: [], printers: [], labels: 0 }
let codes = []
let group = null
let shownLabels = ''
let isDragging = false
let lastDragAt = 0
let toastTimer = 0

/** One call; trouble is told to the person, not thrown. */
async function call(path, body) {
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers:
        body === undefined
          ? {}
          : { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const answer = await response.json()
    if (response.ok) return answer
    if (response.status === 401) toast('The devices were started anew: reload this page')
    else toast(answer.detail)
  } catch {
    toast('The virtual devices do not answer')
  }
  return null
}

function toast(text) {
  at('toast').textContent = text
  at('toast').hidden = false
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => (at('toast').hidden = true), 4_000)
}

function element(name, className, text) {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

// Scanner

async function scan(text, name, tile) {
  const sent = await call('/v1/scan', { scanner: at('scanner').value, text })
  const last = at('last-scan')
  last.className = `last-scan ${sent ? 'good' : 'bad'}`
  last.textContent = `${sent ? 'Scanned' : 'Not scanned:'} ${name ?? text.replaceAll('\u001D', '␝')}`
  if (!sent || !tile) return
  tile.classList.add('flash')
  setTimeout(() => tile.classList.remove('flash'), 350)
}

function showGroups() {
  const names = [...new Set(codes.map((code) => code.group))]
  const all = [null, ...names]
  if (!all.includes(group)) group = null
  at('groups').replaceChildren(
    ...all.map((name) => {
      const button = element('button', '', name ?? 'All')
      button.type = 'button'
      button.setAttribute('aria-pressed', String(name === group))
      button.addEventListener('click', () => {
        group = name
        showGroups()
        showCodes()
      })
      return button
    }),
  )
}

function showCodes() {
  const words = at('search').value.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (code) => {
    const text = `${code.group} ${code.name} ${code.code}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const found = codes.filter((code) => (group === null || code.group === group) && fits(code))
  const shown = Map.groupBy(found.slice(0, TILES_MAX), (code) => code.group)
  const parts = [...shown].flatMap(([name, members]) => {
    const isSmall = members.every((code) => code.name.length <= 12)
    const tiles = element('div', isSmall ? 'tiles small' : 'tiles')
    tiles.append(...members.map(tileOf))
    return [element('h3', '', name), tiles]
  })
  if (parts.length === 0) parts.push(element('p', 'hint', 'Nothing matches'))
  at('codes').replaceChildren(...parts)
}

function tileOf(code) {
  const tile = element('button', 'tile')
  tile.type = 'button'
  tile.title = code.code
  tile.append(
    element('strong', '', code.name),
    element('span', '', code.code.replaceAll('\u001D', '␝')),
  )
  tile.addEventListener('click', () => scan(code.code, code.name, tile))
  return tile
}

// Scale

const currentScale = () => state.scales.find((scale) => scale.id === at('scale').value)
const wantsRest = () => document.querySelector('input[name="stable"]:checked').value === 'yes'

async function put(grams, stable) {
  showWeight(grams, stable)
  await call('/v1/scale', { scale: at('scale').value, grams, stable })
}

function showWeight(grams, stable) {
  const weight = at('weight')
  weight.replaceChildren((grams / 1_000).toFixed(3), element('small', '', 'kg'))
  weight.classList.toggle('moving', !stable)
  if (document.activeElement !== at('exact')) at('exact').value = (grams / 1_000).toFixed(3)
  at('slider').value = String(grams)
}

function drag() {
  isDragging = true
  const grams = Number(at('slider').value)
  showWeight(grams, false)
  if (performance.now() - lastDragAt < DRAG_EVERY_MS) return
  lastDragAt = performance.now()
  void put(grams, false)
}

/** Let go, the load comes to rest, unless the person wants it moving. */
function letGo() {
  isDragging = false
  void put(Number(at('slider').value), wantsRest())
}

// Printer and labels

function setPrinter(change) {
  return call('/v1/printer', { printer: at('printer').value, ...change })
}

async function showLabels() {
  const answer = await call('/v1/labels')
  if (answer === null) return
  at('no-labels').hidden = answer.items.length > 0
  const now = JSON.stringify(answer.items)
  if (now === shownLabels) return
  shownLabels = now
  at('labels').replaceChildren(...answer.items.map(labelOf))
}

function labelOf(label) {
  const card = element('article', 'label')
  const head = element('header')
  head.append(
    element('span', '', `Label ${label.n} · ${label.printer}`),
    element('time', '', new Date(label.receivedAt).toLocaleTimeString()),
  )
  card.append(head)
  const first = label.codes.find((code) => code.symbology === ']C1') ?? label.codes[0]
  if (label.hasPicture) {
    const picture = element('button', 'picture')
    picture.type = 'button'
    picture.title = first ? 'Scan this label' : 'No code on this label'
    const image = element('img')
    image.src = `/v1/labels/${label.n}.png`
    image.alt = `Label ${label.n}`
    image.loading = 'lazy'
    picture.append(image)
    picture.addEventListener('click', () => first && scanBack(label, first))
    card.append(picture)
  } else {
    card.append(element('p', 'hint', label.trouble ?? 'Being drawn…'))
  }
  const row = element('div', 'scan-back')
  for (const code of label.codes) {
    const button = element('button', '', `Scan ${nameOf(code.symbology)}`)
    button.type = 'button'
    button.title = code.text
    button.addEventListener('click', () => scanBack(label, code))
    row.append(button)
  }
  card.append(row)
  return card
}

/** A scanner set to send the symbology's name puts it in front. */
function scanBack(label, code) {
  return scan(code.symbology + code.text, `${nameOf(code.symbology)} of label ${label.n}`)
}

function nameOf(symbology) {
  if (symbology === ']C1') return 'SSCC'
  return symbology.startsWith(']Q') ? 'QR' : 'code'
}

// Looking again

function fillSelect(id, devices) {
  const select = at(id)
  const now = devices.map((device) => device.id).join()
  if (select.dataset.devices === now) return
  select.dataset.devices = now
  select.replaceChildren(
    ...devices.map((device) => {
      const option = element('option', '', device.name)
      option.value = device.id
      return option
    }),
  )
  select.hidden = devices.length < 2
}

function showStates() {
  const link = (device, what) => {
    const item = element('li', device.connected ? 'on' : 'off', `${what} ${device.name}`)
    item.title = device.connected ? 'A bench is connected' : 'No bench is connected'
    return item
  }
  at('states').replaceChildren(
    ...state.scanners.map((device) => link(device, 'Scanner')),
    ...state.scales.map((device) => link(device, 'Scale')),
    ...state.printers.map((device) => {
      const isWell = device.paper === 'ok' && device.reading
      return element('li', isWell ? 'on' : 'off', `Printer ${device.name}`)
    }),
  )
}

async function look() {
  const next = await call('/v1/state')
  if (next !== null) {
    const hasNewLabels = next.labels !== state.labels || shownLabels === ''
    state = next
    fillSelect('scanner', state.scanners)
    fillSelect('scale', state.scales)
    fillSelect('printer', state.printers)
    showStates()
    showTroubles(state, setTrouble)
    const scale = currentScale()
    at('scale-card').hidden = scale === undefined
    if (scale !== undefined) {
      at('slider').max = String(Math.round(scale.maxGrams * 1.05))
      if (!isDragging) showWeight(scale.grams, scale.stable)
    }
    const printer = state.printers.find((device) => device.id === at('printer').value)
    if (printer !== undefined) {
      at('paper').checked = printer.paper === 'ok'
      at('reading').checked = printer.reading
    }
    if (hasNewLabels) await showLabels()
  }
  setTimeout(() => void look(), LOOK_AGAIN_MS)
}

async function setTrouble(trouble) {
  if ((await call('/v1/fault', trouble)) === null) return
  const next = await call('/v1/state')
  if (next !== null) showTroubles(next, setTrouble)
}

async function lookForCodes() {
  const answer = await call('/v1/codes')
  if (answer !== null && JSON.stringify(answer.items) !== JSON.stringify(codes)) {
    codes = answer.items
    showGroups()
    showCodes()
  }
  setTimeout(() => void lookForCodes(), CODES_AGAIN_MS)
}

at('scan-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = at('scan-text').value
  if (text === '') return
  void scan(text)
  at('scan-text').select()
})
at('search').addEventListener('input', showCodes)
at('slider').addEventListener('input', drag)
at('slider').addEventListener('change', letGo)
at('exact').addEventListener('change', () => {
  void put(Math.round(Number(at('exact').value) * 1_000), wantsRest())
})
for (const choice of document.querySelectorAll('input[name="stable"]')) {
  choice.addEventListener('change', () => void put(currentScale()?.grams ?? 0, wantsRest()))
}
at('presets').replaceChildren(
  ...PRESETS_KG.map((kilograms) => {
    const button = element('button', '', kilograms === 0 ? 'Empty' : `${kilograms} kg`)
    button.type = 'button'
    button.addEventListener('click', () => void put(kilograms * 1_000, wantsRest()))
    return button
  }),
)
at('paper').addEventListener('change', () => {
  void setPrinter({ paper: at('paper').checked ? 'ok' : 'out' })
})
at('reading').addEventListener('change', () => {
  void setPrinter({ reading: at('reading').checked })
})

void look()
void lookForCodes()
