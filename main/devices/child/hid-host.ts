import { systemClock } from '../../clock.ts'
import { openHidLink } from '../link/hid-link.ts'
import { listHidDevices } from '../plug/list-hid-devices.ts'
import { serveLinks } from './serve-links.ts'

serveLinks({
  name: 'hid',
  open: (place) => {
    if (place.kind !== 'hid') throw new Error(`a ${place.kind} link came to the HID devices`)
    return openHidLink(place, systemClock)
  },
  list: listHidDevices,
})
