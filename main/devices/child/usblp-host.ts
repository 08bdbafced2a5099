import { systemClock } from '../../clock.ts'
import { openUsbLpLink } from '../link/usblp-link.ts'
import { listLinuxDevices } from '../plug/list-linux-devices.ts'
import { serveLinks } from './serve-links.ts'

serveLinks({
  name: 'usblp',
  open: (place) => {
    if (place.kind !== 'usblp') throw new Error(`a ${place.kind} link came to the USB printers`)
    return openUsbLpLink(place, { clock: systemClock })
  },
  // Other systems give USB printers to a print queue, not to programs.
  list: async () => (process.platform === 'linux' ? listLinuxDevices('usblp') : []),
})
