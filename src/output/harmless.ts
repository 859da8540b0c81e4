// What strangers wrote, such as page names: nothing in it may move a cursor, or hide or turn round what stands beside it.

/** @param longest in UTF-16 units, the dots of what is cut included */
export function harmless(text: string, longest: number): string {
  // A character of two units is not cut in half: half of one is replaced like anything else that is none.
  const cut = text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}
