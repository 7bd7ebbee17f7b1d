import { map, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { PublicStream } from './public-stream.ts'

describe('a public stream', () => {
  it('reports a subscriber that throws, keeps it, and disturbs no other', () => {
    const source = new Subject<number>()
    const failures: unknown[] = []
    const stream = new PublicStream(source, (error) => failures.push(error))
    const seen: number[] = []
    const calls: number[] = []
    stream.subscribe((value) => {
      calls.push(value)
      throw new Error(`no ${value}`)
    })
    stream.subscribe({
      next: () => {
        throw new Error('nor here')
      },
    })
    stream.subscribe((value) => seen.push(value))
    source.next(1)
    source.next(2)
    expect(seen).toEqual([1, 2])
    expect(calls).toEqual([1, 2])
    expect(failures).toHaveLength(4)
  })

  it('works behind operators, and completes', () => {
    const source = new Subject<number>()
    const seen: (number | string)[] = []
    new PublicStream(source, () => undefined)
      .pipe(map((value) => value * 2))
      .subscribe({ next: (value) => seen.push(value), complete: () => seen.push('end') })
    source.next(1)
    source.complete()
    expect(seen).toEqual([2, 'end'])
  })

  it('lets go of whoever unsubscribes', () => {
    const source = new Subject<number>()
    const seen: number[] = []
    const subscription = new PublicStream(source, () => undefined).subscribe((v) => seen.push(v))
    source.next(1)
    subscription.unsubscribe()
    source.next(2)
    expect(seen).toEqual([1])
    expect(source.observed).toBe(false)
  })
})
