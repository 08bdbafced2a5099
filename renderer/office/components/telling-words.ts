/** Words of a text that show whether its encoding was guessed right, as they stand there. */
export function tellingWords(text: string, count: number): string[] {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/[\p{L}\p{N}.'’-]*[^\p{ASCII}][^\s;,"]*/gu)) {
    words.add(word)
    if (words.size === count) break
  }
  return [...words]
}
