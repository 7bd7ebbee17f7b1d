import { createMember, nodeCrypto } from '@quorate/core'
import { describe, expect, it } from 'vitest'
import { checksumCrypto } from './checksum-crypto.ts'
import { corrupt } from '../faults/index.ts'
import { createWorld } from '../world.ts'

const context = { salt: 'quorate/test', info: 'frame-mac', id: 1 }
const bytes = Uint8Array.from({ length: 131 }, (_, i) => i)

describe('checksums in place of MACs', () => {
  const crypto = checksumCrypto()
  const key = crypto.deriveKey(Uint8Array.of(1, 2, 3), context)

  it('verify for their key and bytes, and for nothing else', () => {
    const mac = crypto.mac(key, bytes)
    expect(mac).toHaveLength(16)
    expect(crypto.verify(key, bytes, mac)).toBe(true)
    expect(crypto.verify(key, bytes, mac.subarray(1))).toBe(false)
    expect(crypto.verify(key, bytes.subarray(1), mac)).toBe(false)
    expect(crypto.verify(crypto.deriveKey(Uint8Array.of(4), context), bytes, mac)).toBe(false)
    const another = crypto.deriveKey(Uint8Array.of(1, 2, 3), { ...context, info: 'another' })
    expect(crypto.verify(another, bytes, mac)).toBe(false)
  })

  it('notice every bit that is turned over', () => {
    const mac = crypto.mac(key, bytes)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice()
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(crypto.verify(key, damaged, mac)).toBe(false)
    }
  })

  it('leave hashes as they are, and take no key but their own', () => {
    const real = nodeCrypto()
    expect(crypto.hash(bytes)).toEqual(real.hash(bytes))
    expect(() => crypto.mac(real.deriveKey(bytes, context), bytes)).toThrow(TypeError)
  })

  it('carry a cluster through a network that damages frames', async () => {
    const world = createWorld({ seed: 5 })
    const refused: string[] = []
    const member = (name: string) =>
      createMember({ ...world.env(name), secret: 'a shared secret', crypto: checksumCrypto() })
    const [a, b] = [await member('a'), await member('b')]
    a.notices$.subscribe((notice) => {
      if (notice.kind === 'frame-refused') refused.push(notice.reason)
    })
    await world.settle(b.join('a'))
    world.addRule(corrupt(0.2))
    await world.advance(20_000)
    expect(a.members()).toHaveLength(2)
    expect(refused).toContain('invalid-token')
  })
})
