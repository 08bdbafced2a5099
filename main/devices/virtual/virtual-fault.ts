/**
 * One trouble that a virtual device can play, as a switch: "no paper", "answers late", "sends half a frame".
 * Every virtual device says which it has in `faults`; the page shows them, `GET /v1/state` lists them and
 * `POST /v1/fault` with `{ device, name, on }` sets them, so that a device needs no code of its own for that.
 *
 *     faults: [
 *       toggle('mute', 'Answers nothing'),
 *       fault({ name: 'paper-out', label: 'No labels', isOn: () => paper === 'out', set: (on) => … }),
 *       moment('half-frame', 'Sends half a frame now', () => sendRaw(half)),
 *     ]
 */
export type VirtualFault = {
  /** What scripts call it: lower case with hyphens, e.g. `paper-out`. One of its kind per device. */
  readonly name: string
  /** What the page says, in a few words, e.g. `No labels loaded`. */
  readonly label: string
  readonly isOn: () => boolean
  readonly set: (on: boolean) => void
  /** Happens once when it is set, and is never on: the page shows a button. */
  readonly isMoment?: true
}

/** What every virtual device has, whatever it plays. */
export type HasFaults = { readonly faults: readonly VirtualFault[] }

/** A switch over state that the device keeps itself. */
export function fault(parts: Omit<VirtualFault, 'isMoment'>): VirtualFault {
  return parts
}

/** A switch that keeps its own state; the device asks `isOn()` where it matters. */
export function toggle(
  name: string,
  label: string,
  onChange: (on: boolean) => void = () => {},
): VirtualFault {
  let isOn = false
  return {
    name,
    label,
    isOn: () => isOn,
    set: (on) => {
      if (on === isOn) return
      isOn = on
      onChange(on)
    },
  }
}

/** Something that happens once, e.g. a burst of noise. */
export function moment(name: string, label: string, happen: () => void): VirtualFault {
  return {
    name,
    label,
    isMoment: true,
    isOn: () => false,
    set: (on) => {
      if (on) happen()
    },
  }
}
