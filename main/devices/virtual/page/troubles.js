// Every device with its troubles as switches. What happens once is a button.

const at = (id) => document.getElementById(id)
let shown = ''

/** Draws the troubles of a state; `set(kind, device, name, on)` is told of every touch. */
export function showTroubles(state, set) {
  const devices = devicesOf(state)
  const count = devices.flatMap(({ faults }) => faults).filter(({ on }) => on).length
  at('troubles-count').textContent = count === 0 ? '' : String(count)
  at('troubles-open').classList.toggle('some', count > 0)
  showSpeech(state)
  const now = JSON.stringify(devices)
  if (now === shown) return
  shown = now
  const before = document.activeElement?.id
  at('troubles-list').replaceChildren(...devices.map((device) => sectionOf(device, set)))
  if (before) at(before)?.focus()
}

at('troubles-open').addEventListener('click', () => at('troubles').showModal())
at('troubles-close').addEventListener('click', () => at('troubles').close())
at('troubles').addEventListener('click', (event) => {
  if (event.target === at('troubles')) at('troubles').close()
})

function devicesOf({ scanners, scales, printers }) {
  const kind = (devices, name, id) =>
    devices.map(({ id: device, name: title, speaks, faults = [] }) => {
      return { kind: id, what: name, device, title, speaks, faults }
    })
  return [
    ...kind(scanners, 'Scanner', 'scanner'),
    ...kind(scales, 'Scale', 'scale'),
    ...kind(printers, 'Printer', 'printer'),
  ]
}

/** What the chosen device of each card speaks. */
function showSpeech(state) {
  for (const [id, devices] of [
    ['scanner', state.scanners],
    ['scale', state.scales],
    ['printer', state.printers],
  ]) {
    const device = devices.find((one) => one.id === at(id).value) ?? devices[0]
    at(`${id}-speaks`).textContent = device?.speaks ?? ''
  }
}

function sectionOf({ kind, what, device, title, speaks, faults }, set) {
  const section = element('section', 'trouble-device')
  const head = element('header')
  head.append(element('h3', '', title === device ? `${what} ${title}` : title))
  head.append(element('span', 'chip', [what, speaks].filter(Boolean).join(' · ')))
  const switches = element('div', 'trouble-switches')
  switches.append(
    ...faults.map((fault) => {
      const touch = (on) => set({ kind, device, name: fault.name, on })
      return fault.moment ? buttonOf(fault, touch) : switchOf(fault, touch, `${kind}-${device}`)
    }),
  )
  section.append(head, switches)
  return section
}

function switchOf(fault, touch, owner) {
  const label = element('label', 'switch trouble')
  const input = element('input')
  input.type = 'checkbox'
  input.id = `fault-${owner}-${fault.name}`
  input.checked = fault.on
  input.addEventListener('change', () => touch(input.checked))
  label.append(input, element('span'), fault.label)
  return label
}

function buttonOf(fault, touch) {
  const button = element('button', 'moment', fault.label)
  button.type = 'button'
  button.addEventListener('click', () => touch(true))
  return button
}

function element(name, className, text) {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
