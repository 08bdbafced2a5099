import type { DeviceView } from '#contract/rpc/bench-view.ts'
import type { Say } from '../../text/text.ts'

/** What a device is called: as it was named, else by its kind and the id by which its settings know it. */
export function deviceName(
  { id, kind, name }: Pick<DeviceView, 'id' | 'kind' | 'name'>,
  say: Say,
): string {
  if (name !== '' && name !== id) return name
  return `${say(`device.kind.${kind}`)} ${name}`.trim()
}
