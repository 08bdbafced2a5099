import { systemClock } from '../../clock.ts'
import { openSerialLink } from '../link/serial-link.ts'
import { listSerialPorts } from '../plug/list-serial-ports.ts'
import { serveLinks } from './serve-links.ts'

serveLinks({
  name: 'serial',
  open: (place) => {
    if (place.kind !== 'serial') throw new Error(`a ${place.kind} link came to the serial ports`)
    return openSerialLink(place, systemClock)
  },
  list: listSerialPorts,
})
