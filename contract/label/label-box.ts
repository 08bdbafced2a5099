/** A part of a label, in millimetres from the top-left corner of the media. */
export type Box = { xMm: number; yMm: number; widthMm: number; heightMm: number }

/** The box less a margin above and below, and the same or another one at its sides. */
export function inset(box: Box, marginMm: number, sideMm = marginMm): Box {
  return {
    xMm: box.xMm + sideMm,
    yMm: box.yMm + marginMm,
    widthMm: box.widthMm - 2 * sideMm,
    heightMm: box.heightMm - 2 * marginMm,
  }
}

/** The box cut at a height from its top. */
export function splitTop(box: Box, heightMm: number): [top: Box, rest: Box] {
  return [
    { ...box, heightMm },
    { ...box, yMm: box.yMm + heightMm, heightMm: box.heightMm - heightMm },
  ]
}

/** The box cut at a height from its foot. */
export function splitBottom(box: Box, heightMm: number): [rest: Box, bottom: Box] {
  return splitTop(box, box.heightMm - heightMm)
}

/** The box cut at a width from its right edge. */
export function splitRight(box: Box, widthMm: number): [rest: Box, right: Box] {
  const restMm = box.widthMm - widthMm
  return [
    { ...box, widthMm: restMm },
    { ...box, xMm: box.xMm + restMm, widthMm },
  ]
}
