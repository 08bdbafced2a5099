import type { CallAnswer } from '../../api.ts'

export type ShownList = CallAnswer<'GET /v1/pick-lists'>['pickLists'][number]

/** How far a list is, in lines and in pieces. What is short is done: nobody looks for it any more. */
export function listProgress({ lines }: Pick<ShownList, 'lines'>) {
  const asked = lines.filter(({ requested }) => requested > 0)
  const sum = (of: (line: (typeof lines)[number]) => number) =>
    lines.reduce((total, line) => total + of(line), 0)
  return {
    lines: asked.length,
    linesDone: asked.filter(({ requested, picked, short }) => picked + short >= requested).length,
    requested: sum(({ requested }) => requested),
    picked: sum(({ picked }) => picked),
    short: sum(({ short }) => short),
  }
}
