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
  const words = parts.flatMap((part) => (typeof part === 'number' ? halves(part) : eights(part)))
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

const halves = (whole: number): readonly number[] => [whole, Math.floor(whole / 2 ** 32)]

function eights(digits: string): readonly number[] {
  const words: number[] = []
  for (let i = 0; i < digits.length; i += 8) words.push(Number.parseInt(digits.slice(i, i + 8), 16))
  return words
}
