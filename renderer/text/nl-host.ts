import type { enHost } from './en-host.ts'

export const nlHost: Record<keyof typeof enHost, string> = {
  'host.head-open': 'De printer staat open. Doe hem dicht.',
  'host.paper-out': 'De labels zijn op. Leg een nieuwe rol in.',
  'host.paper-low': 'De labels zijn bijna op.',
  'host.ribbon-out': 'Het lint is op. Leg een nieuw in.',
  'host.jam': 'Er zit een label vast. Open de printer en haal het eruit.',
  'host.cutter': 'Het mes zit vast.',
  'host.overheat': 'De printkop is te heet. Wacht even.',
  'host.paused': 'De printer staat op pauze of is offline.',
  'host.buffer-full': 'Het geheugen van de printer is vol. Zet hem uit en aan.',
  'host.stopped': 'De printer is gestopt.',
  'host.unplugged': 'De verbinding is verbroken.',
  'host.no-answer': 'Op {{place}} antwoordt niets.',
  'host.too-late': '{{place}} antwoordt niet.',
  'host.no-permission': 'Deze computer mag {{place}} niet openen.',
  'host.in-use': 'Een ander programma gebruikt {{place}}.',
  'host.not-there': '{{place}} is er niet.',
  'host.taken': 'De printer heeft het hele label aangenomen.',
  'host.printed': 'De printer heeft niets meer te printen.',
}
