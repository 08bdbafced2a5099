import { expiryDay } from '../format/day.ts'

/** What codes said besides their product, `LOT A17 · EXP 2027-03-12`, one by one; days as they are written here. */
export function markWords(marks: string, language: string): string[] {
  return marks.split(' · ').map((mark) => {
    const day = /^EXP (.+)$/.exec(mark)?.[1]
    return day === undefined ? mark : `EXP ${expiryDay(day, language)}`
  })
}
