import { describe, expect, it } from 'vitest'
import { actingApp, type As } from './acting-app.ts'

class Counter {
  readonly name = 'counter'
  #count = 0

  get count(): number {
    return this.#count
  }

  set count(count: number) {
    this.#count = count
  }

  add(by: number): number {
    this.#count += by
    return this.#count
  }

  self(): this {
    return this
  }
}

/** Something that tells when work is done as its own. */
function acted(): { readonly as: As; readonly times: () => number } {
  let times = 0
  return {
    as: (work) => {
      times++
      return work()
    },
    times: () => times,
  }
}

describe('an application that acts as its member', () => {
  it('runs each method as its own, with private state and all', () => {
    const { as, times } = acted()
    const counter = actingApp(new Counter(), as)
    expect([counter.add(2), counter.add(3), counter.count]).toEqual([2, 5, 5])
    expect(times()).toBe(2)
  })

  it('is what it was: names, classes, setters, the identity of a method', () => {
    const counter = actingApp(new Counter(), acted().as)
    counter.count = 7
    expect([counter.name, counter.count]).toEqual(['counter', 7])
    expect(counter).toBeInstanceOf(Counter)
    expect(counter.constructor).toBe(Counter)
    expect(Object.is(Reflect.get(counter, 'add'), Reflect.get(counter, 'add'))).toBe(true)
    expect('add' in counter).toBe(true)
  })

  it('may be a map, an object that is frozen, or nothing with methods', () => {
    const { as } = acted()
    const map = actingApp(new Map([['k', 1]]), as)
    expect([map.get('k'), map.size]).toEqual([1, 1])
    const frozen = actingApp(Object.freeze({ one: () => 1 }), as)
    expect(frozen.one()).toBe(1)
    for (const plain of [undefined, null, 3, 'text']) expect(actingApp(plain, as)).toBe(plain)
  })

  it('gives back what its methods give, promises and errors too', async () => {
    const app = actingApp(
      { fails: () => Promise.reject(new Error('no')), throws: (): never => never() },
      acted().as,
    )
    await expect(app.fails()).rejects.toThrow('no')
    expect(() => app.throws()).toThrow('never')
  })
})

const never = (): never => {
  throw new Error('never')
}
