/**
 * Decides how a name becomes one token of a NATS subject. Letters, digits, `_` and `-` stand for
 * themselves; every other byte of its UTF-8 becomes `%XX`, upper case. So dots, wildcards, spaces
 * and `$` never reach the server as such, two names never share a token, and `%` alone can never be
 * the token of a name. Only what `encodeToken` can have made is decoded.
 */

const plain = /^[A-Za-z0-9_-]+$/
const plainByte = /[A-Za-z0-9_-]/
const wellFormed = /^(?:[A-Za-z0-9_-]|%[0-9A-F]{2})+$/
const utf8 = new TextEncoder()

export function encodeToken(name: string): string {
  return plain.test(name) ? name : [...utf8.encode(name)].map(encodeByte).join('')
}

/** undefined when no name has this token. */
export function decodeToken(token: string): string | undefined {
  if (plain.test(token)) return token
  if (!wellFormed.test(token)) return undefined
  try {
    const name = decodeURIComponent(token)
    return encodeToken(name) === token ? name : undefined
  } catch {
    return undefined
  }
}

function encodeByte(byte: number): string {
  const letter = String.fromCharCode(byte)
  if (plainByte.test(letter)) return letter
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
