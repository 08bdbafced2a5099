import { useState, type ChangeEvent } from 'react'

/** What a field for a line of text is given. */
export type TextField = {
  value: string
  onChange: (event: ChangeEvent<HTMLInputElement>) => void
  required: true
}

/** The members of a draft that are any text at all. */
type TextMember<Draft> = {
  [Name in keyof Draft]-?: [Draft[Name], string] extends [string, Draft[Name]] ? Name : never
}[keyof Draft] &
  string

/** What stands in a form until it is saved. */
export function useDraft<Draft extends object>(begin: Draft) {
  const [draft, setDraft] = useState(begin)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const text = (name: TextMember<Draft>): TextField => ({
    value: String(draft[name]),
    onChange: ({ currentTarget: { value } }) =>
      setDraft((before) => ({ ...before, [name]: value })),
    required: true,
  })
  return { draft, change, text }
}
