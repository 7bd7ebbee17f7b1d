/**
 * The `Crypto` port on `node:crypto`: SHA-256, HMAC-SHA-256 cut to 16 bytes (RFC 2104 section 5
 * allows the leftmost half), HKDF-SHA-256 (RFC 5869). The HMAC is put together from its
 * definition, `H(key ^ opad, H(key ^ ipad, bytes))`, out of two one-shot hashes: less than
 * half of what an `Hmac` object costs for a frame of usual size, and every frame has one on each
 * side. Its test compares the two.
 */
import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Crypto, MacKey } from '../ports/index.ts'

const macBytes = 16
const keyBytes = 32
const hashBytes = 32
/** SHA-256 works on blocks of as many bytes; a key is padded to one. */
const blockBytes = 64
/** Up to here, copying the bytes behind the key's block costs less than an `Hmac` object. */
const copiedBytesMax = 16_384

/** A key, with the room that its HMACs are made in: synchronous, so never used twice at once. */
class HmacKey implements MacKey {
  readonly id: number
  readonly #material: Uint8Array
  readonly #inner: Uint8Array
  readonly #outer: Uint8Array
  /** The part of `#outer` behind the key's block. */
  readonly #outerRoom: Uint8Array
  readonly #computed: Uint8Array = new Uint8Array(macBytes)

  constructor(id: number, material: Uint8Array) {
    this.id = id
    this.#material = material
    this.#inner = paddedKey(material, { pad: 0x36, room: copiedBytesMax })
    this.#outer = paddedKey(material, { pad: 0x5c, room: hashBytes })
    this.#outerRoom = this.#outer.subarray(blockBytes)
  }

  mac(bytes: Uint8Array): Uint8Array {
    this.#compute(bytes)
    return new Uint8Array(this.#computed)
  }

  verify(bytes: Uint8Array, expected: Uint8Array): boolean {
    if (expected.length !== macBytes) return false
    this.#compute(bytes)
    return timingSafeEqual(this.#computed, expected)
  }

  #compute(bytes: Uint8Array): void {
    if (bytes.length > copiedBytesMax) {
      const digest = createHmac('sha256', this.#material).update(bytes).digest()
      this.#computed.set(digest.subarray(0, macBytes))
      return
    }
    this.#inner.set(bytes, blockBytes)
    const signed = this.#inner.subarray(0, blockBytes + bytes.length)
    putHash(signed, this.#outerRoom)
    putHash(this.#outer, this.#computed)
  }
}

/**
 * Puts the first bytes of a hash into `place`. As a binary string, one character a byte, because
 * `hash` gives that in half the time of a buffer.
 */
function putHash(bytes: Uint8Array, place: Uint8Array): Uint8Array {
  const text = hash('sha256', bytes, 'binary')
  for (let i = 0; i < place.length; i++) place[i] = text.charCodeAt(i)
  return place
}

/** A block of the key, each byte changed by `pad`, and room behind it. */
function paddedKey(material: Uint8Array, size: { pad: number; room: number }): Uint8Array {
  const padded = new Uint8Array(blockBytes + size.room)
  padded.set(material)
  for (let i = 0; i < blockBytes; i++) padded[i] = (padded[i] ?? 0) ^ size.pad
  return padded
}

export function nodeCrypto(): Crypto {
  return {
    hash: (bytes) => putHash(bytes, new Uint8Array(hashBytes)),
    deriveKey: (secret, context) => {
      const material = hkdfSync('sha256', secret, context.salt, context.info, keyBytes)
      return new HmacKey(context.id, new Uint8Array(material))
    },
    mac: (key, bytes) => own(key).mac(bytes),
    verify: (key, bytes, expected) => own(key).verify(bytes, expected),
  }
}

function own(key: MacKey): HmacKey {
  if (key instanceof HmacKey) return key
  throw new TypeError('a key of another Crypto implementation')
}
