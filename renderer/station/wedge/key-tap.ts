import { isModifier, isScanEnd, isScannerFast, SCAN_KEY_GAP_MS } from '#contract/rpc/wedge-keys.ts'
import type { KeyPress, WedgeKey } from '#contract/rpc/wedge-keys.ts'

/** Keys of one run that are looked at; the host takes no longer code. */
const RUN_KEYS_MAX = 1_500

/** What a text field held before keys ran into it. */
type FieldBefore = { field: HTMLInputElement | HTMLTextAreaElement; value: string; caret: number }

type Options = {
  /** Greatest mean time between keys that is still a scanner's, ms. */
  averageMs: number
  /** Hands keys to the host, in order. */
  send: (keys: WedgeKey[]) => void
}

/**
 * Hands on what the keyboard does, wherever the focus is, as one of the keyboards may be a scanner. What
 * is typed into a text field stays there unless it comes as fast as only a scanner is. The Enter of a
 * scan is kept from the page, or it would press whatever was touched last; a field that a scan ran into
 * is put back as it was.
 */
export function tapKeys(page: Window, options: Options): () => void {
  const tap = new KeyTap(options)
  const down = (event: KeyboardEvent): void => tap.down(event)
  const up = (event: KeyboardEvent): void => tap.up(event)
  const forget = (): void => tap.forget()
  page.addEventListener('keydown', down, true)
  page.addEventListener('keyup', up, true)
  page.addEventListener('blur', forget)
  return () => {
    page.removeEventListener('keydown', down, true)
    page.removeEventListener('keyup', up, true)
    page.removeEventListener('blur', forget)
  }
}

class KeyTap {
  readonly #options: Options
  #run: KeyPress[] = []
  /** Keys in a text field that nobody but the field has seen yet. */
  #held: WedgeKey[] = []
  #before: FieldBefore | null = null
  #swallowed = new Set<string>()
  /** Keys that the host knows to be down: it is to hear that they came up, wherever the focus is. */
  #sentDown = new Set<string>()
  #isRightAltDown = false

  constructor(options: Options) {
    this.#options = options
  }

  down(event: KeyboardEvent): void {
    const { code } = event
    if (event.repeat) {
      if (this.#swallowed.has(code)) keepFromPage(event)
      return
    }
    if (code === 'AltRight') this.#isRightAltDown = true
    if (event.metaKey || event.isComposing || !/^[A-Za-z0-9]{1,24}$/.test(code)) return
    const key = this.#keyOf(event, true)
    const field = textFieldOf(event)
    const last = this.#run.at(-1)
    if (last !== undefined && key.atMs - last.downAtMs > SCAN_KEY_GAP_MS) this.#begin()
    if (this.#run.length === 0) this.#before = field === null ? null : beforeOf(field)
    const isScan = this.#isScan(key.atMs)
    if (isScanEnd(code) && isScan) this.#swallowEnd(event)
    else if (isScan && field === null && !isModifier(code)) this.#swallow(event)
    if (!isModifier(code) && this.#run.length < RUN_KEYS_MAX) {
      const { shift, ctrl, altGr, atMs } = key
      this.#run.push({ code, shift, ctrl, altGr, downAtMs: atMs, upAtMs: null })
    }
    this.#handOn(key, field !== null)
    if (isScanEnd(code)) this.#begin()
  }

  up(event: KeyboardEvent): void {
    const { code } = event
    if (code === 'AltRight') this.#isRightAltDown = false
    if (this.#swallowed.delete(code)) keepFromPage(event)
    if (!/^[A-Za-z0-9]{1,24}$/.test(code)) return
    const key = this.#keyOf(event, false)
    const held = this.#run.findLast((press) => press.code === code && press.upAtMs === null)
    if (held !== undefined) held.upAtMs = key.atMs
    if (this.#sentDown.has(code)) this.#send([key])
    else this.#handOn(key, textFieldOf(event) !== null)
  }

  /** The window is left: keys that come up elsewhere are never heard of. */
  forget(): void {
    this.#begin()
    this.#held = []
    this.#swallowed.clear()
    this.#sentDown.clear()
    this.#isRightAltDown = false
  }

  #begin(): void {
    this.#run = []
    this.#before = null
  }

  #isScan(nowMs: number): boolean {
    return isScannerFast(this.#run, { averageMs: this.#options.averageMs, nowMs })
  }

  #handOn(key: WedgeKey, isInField: boolean): void {
    if (!isInField) {
      // What was typed in a field before stays there, wherever the focus goes.
      this.#held = []
      return this.#send([key])
    }
    const isOfScan = this.#isScan(key.atMs)
    // An Enter or a key coming up after the last fast one still belongs to what was handed on.
    this.#held = this.#held.filter(({ atMs }) => key.atMs - atMs <= RUN_KEYS_MAX * SCAN_KEY_GAP_MS)
    this.#held.push(key)
    if (!isOfScan) {
      const first = this.#run[0]?.downAtMs ?? key.atMs
      this.#held = this.#held.filter(({ atMs }) => first - atMs <= SCAN_KEY_GAP_MS)
      return
    }
    const keys = this.#held
    this.#held = []
    this.#send(keys)
  }

  #send(keys: WedgeKey[]): void {
    for (const { code, isDown } of keys) {
      if (isDown) this.#sentDown.add(code)
      else this.#sentDown.delete(code)
    }
    this.#options.send(keys)
  }

  #swallow(event: KeyboardEvent): void {
    this.#swallowed.add(event.code)
    keepFromPage(event)
  }

  #swallowEnd(event: KeyboardEvent): void {
    this.#swallow(event)
    if (this.#before !== null) putBack(this.#before)
  }

  #keyOf(event: KeyboardEvent, isDown: boolean): WedgeKey {
    const altGr = this.#isRightAltDown || event.getModifierState('AltGraph')
    return {
      code: event.code,
      isDown,
      shift: event.shiftKey,
      ctrl: event.ctrlKey,
      altGr,
      atMs: event.timeStamp,
    }
  }
}

function keepFromPage(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

function textFieldOf(event: KeyboardEvent): HTMLElement | null {
  const [target] = event.composedPath()
  if (!(target instanceof HTMLElement)) return null
  const isField =
    target instanceof HTMLTextAreaElement ||
    target.isContentEditable ||
    (target instanceof HTMLInputElement && !/^(?:button|checkbox|radio|range)$/.test(target.type))
  return isField ? target : null
}

function beforeOf(field: HTMLElement): FieldBefore | null {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return null
  return { field, value: field.value, caret: field.selectionStart ?? field.value.length }
}

/** Through the element's own setter, so that whoever keeps the field's value hears of it. */
function putBack({ field, value, caret }: FieldBefore): void {
  if (field.value === value) return
  const owner = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement
  Object.getOwnPropertyDescriptor(owner.prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  if (field.selectionStart !== null) field.setSelectionRange(caret, caret)
}
