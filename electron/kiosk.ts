import { Menu, powerSaveBlocker, type BrowserWindowConstructorOptions } from 'electron'

/** A kiosk fills the screen and offers no way out of the page. */
export function kioskWindow(isKiosk: boolean): BrowserWindowConstructorOptions {
  return isKiosk ? { kiosk: true, frame: false } : {}
}

/** No menu, hence none of its shortcuts; a bench that is waited for keeps its screen on. */
export function prepareKiosk(isKiosk: boolean): void {
  Menu.setApplicationMenu(null)
  if (isKiosk) powerSaveBlocker.start('prevent-display-sleep')
}
