/**
 * Bytes and the few questions about them that layers without Node built-ins need.
 */

/** Hash of bytes, handed to the kernel as a plain function: SHA-256, 32 bytes. */
export type Hash = (bytes: Uint8Array) => Uint8Array

export const hashBytes = 32

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const digits = '0123456789abcdef'

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += (digits[byte >> 4] ?? '') + (digits[byte & 15] ?? '')
  return text
}
