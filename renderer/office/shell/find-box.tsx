import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import { FIND_TEXT_MAX, FOUND_KINDS } from '#contract/http/found-kinds.ts'
import { useFormats } from '../components/use-formats.ts'
import { useRegionNames } from '../components/use-regions.ts'
import { useText } from '../text/text.ts'
import classes from './find-box.module.css'
import { FindPanel } from './find-panel.tsx'
import { allOf, entryOf, type Entry } from './found-words.ts'
import { useFind, type FindAnswer } from './use-find.ts'

/** One box for whatever has a number, a name or a code; Ctrl or ⌘ and K goes to it from anywhere. */
export function FindBox() {
  const { say } = useText()
  const id = useId()
  const input = useFindKey()
  const { find, entries, active, isShown, typed, type, show, go, press } = useFindBox()
  const isListed = isShown && entries.length > 0
  return (
    <div
      className={classes['box']}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) show(false)
      }}
    >
      <label className={classes['label']} htmlFor={id}>
        {say('find.label')}
        <kbd className={classes['key']}>{isApple() ? '⌘K' : say('find.keys')}</kbd>
      </label>
      <input
        ref={input}
        id={id}
        role="combobox"
        className={classes['input']}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={FIND_TEXT_MAX}
        placeholder={say('find.hint')}
        aria-autocomplete="list"
        aria-keyshortcuts="Control+K Meta+K"
        aria-expanded={isListed}
        aria-controls={isListed ? `${id}-list` : undefined}
        aria-activedescendant={isListed ? `${id}-${active}` : undefined}
        value={typed}
        onChange={({ currentTarget: { value } }) => type(value)}
        onFocus={() => show(true)}
        onKeyDown={press}
      />
      {isShown && <FindPanel id={id} find={find} entries={entries} active={active} onGo={go} />}
    </div>
  )
}

/** What is typed, what fits it, which of that is chosen, and what the keys do. */
function useFindBox() {
  const [typed, setTyped] = useState('')
  const [isOpen, show] = useState(false)
  const [chosen, choose] = useState(0)
  const [isWaiting, setWaiting] = useState(false)
  const find = useFind(typed)
  const entries = useEntries(find.answer, find.text)
  const active = Math.min(chosen, Math.max(0, entries.length - 1))
  const isShown = isOpen && find.isLong
  const begin = (text: string, isOpenThen: boolean) => {
    setTyped(text)
    choose(0)
    show(isOpenThen)
    setWaiting(false)
  }
  const go = useGo(() => begin('', false))
  // A scanner types and presses Enter before anything can be found.
  const only = isWaiting && find.isSettled && entries.length === 1 ? entries[0] : undefined
  useEffect(() => {
    if (only !== undefined) go(only.href)
  })
  const enter = () => {
    const entry = entries[active]
    if (!find.isSettled) setWaiting(true)
    else if (isShown && entry !== undefined) go(entry.href)
    show(true)
  }
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step !== undefined) {
      if (isShown) choose(within(active + step, entries.length))
      show(true)
    } else if (event.key === 'Enter') enter()
    else if (event.key !== 'Escape') return
    else if (isShown) show(false)
    else begin('', false)
    event.preventDefault()
  }
  const type = (text: string) => begin(text, true)
  return { find, entries, active, isShown, typed, type, show, go, press }
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** What was found, kind by kind, and the way to all of a kind behind those of which there is more. */
function useEntries(answer: FindAnswer | undefined, text: string): Entry[] {
  const { say } = useText()
  const { day } = useFormats()
  const regionName = useRegionNames()
  if (answer === undefined) return []
  const all = answer.items
    .filter((one) => one.kind !== 'unit' || one.orderNumbers.length > 0)
    .map((one) => entryOf(one, { say, day, regionName }))
  return FOUND_KINDS.flatMap((kind) => {
    const entries = all.filter((entry) => entry.kind === kind)
    const href = answer.more.includes(kind) ? allOf(kind, text) : null
    if (href === null) return entries
    return [
      ...entries,
      { key: `all ${kind}`, kind, href, title: say(`find.all.${kind}`), about: '' },
    ]
  })
}

/** Goes to a page and puts the reader there. */
function useGo(whenGone: () => void) {
  const [, navigate] = useLocation()
  return (href: string, isElsewhere = false) => {
    if (isElsewhere) {
      window.open(href, '_blank', 'noopener')
      return
    }
    whenGone()
    navigate(href)
    document.getElementById('page')?.focus({ preventScroll: true })
  }
}

function useFindKey() {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const isIt = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
      if (!isIt || event.altKey || event.shiftKey) return
      event.preventDefault()
      // What stands before the page has to be answered or closed first.
      if (document.querySelector('[aria-modal="true"]') !== null) return
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return input
}

/** From the last entry one comes to the first, and the other way round. */
function within(at: number, count: number): number {
  return count === 0 ? 0 : (at + count) % count
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}
