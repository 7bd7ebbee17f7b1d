/**
 * A short hash that all members agree on: for what they compare (a table of claims) and for what
 * each works out alone and all alike (who probes whom). It must be the same in every release. Not
 * for secrets: whoever wants two inputs of one hash finds them.
 */

/**
 * 32 bits of ids in hex (a multiple of 8 digits) and whole numbers up to 2^53: MurmurHash3_x86_32
 * (Appleby, 2011), seed 0. A word is eight digits of an id; a number is two words, the low one
 * first. A word goes in by a bijection, so inputs that differ in one word, as in a number below
 * 2^32, never agree.
 */
export function hash32(parts: readonly (string | number)[]): number {
  const words = wordsOf(parts)
  let mixed = 0
  for (const word of words) {
    const scaled = Math.imul(word, 0xcc9e2d51)
    mixed ^= Math.imul((scaled << 15) | (scaled >>> 17), 0x1b873593)
    mixed = (mixed << 13) | (mixed >>> 19)
    mixed = Math.imul(mixed, 5) + 0xe6546b64
  }
  mixed ^= words.length * 4
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function wordsOf(parts: readonly (string | number)[]): readonly number[] {
  const words: number[] = []
  for (const part of parts) {
    if (typeof part === 'number') words.push(part, Math.floor(part / 2 ** 32))
    else
      for (let i = 0; i < part.length; i += 8) words.push(Number.parseInt(part.slice(i, i + 8), 16))
  }
  return words
}
