/** A browser needs the address of a file for a moment after it was told to save it. */
const LET_GO_AFTER_MS = 60_000

/** Hands bytes to the browser's own "save as". */
export function saveFile({ name, base64 }: { name: string; base64: string }): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), LET_GO_AFTER_MS)
}
