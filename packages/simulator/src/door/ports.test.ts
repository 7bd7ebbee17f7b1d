import type { LogStore, Transport } from '@quorate/core'
import { createWorld, type MemberEnv, MemoryLogStore } from '@quorate/transport-memory'
import { type Observable, throwError } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { alone, expectAlive, pair, refused, startIn, starting } from './alone.fixture.ts'

const erring = (): Observable<never> => throwError(() => new Error('no disk'))
const throwing = (): never => {
  throw new Error('no disk')
}
const badly = [
  ['errors', erring],
  ['throws', throwing],
] as const

/** A store that does one thing in another way, from when `isBad` says so. */
function storeWith(
  method: keyof LogStore,
  bad: () => Observable<never>,
): LogStore & { isBad: boolean } {
  const good = new MemoryLogStore()
  const store = {
    isBad: true,
    open: () => good.open(),
    start: (...log: Parameters<LogStore['start']>) => good.start(...log),
    append: (batch: readonly Uint8Array[]) => good.append(batch),
    saveCheckpoint: (bytes: Uint8Array) => good.saveCheckpoint(bytes),
    close: () => good.close(),
  }
  const usual = store[method] as (...given: unknown[]) => Observable<never>
  const chosen = (...given: unknown[]): Observable<never> => (store.isBad ? bad() : usual(...given))
  return Object.assign(store, { [method]: chosen })
}

describe.each(badly)('a log store that %s', (_, bad) => {
  it('on open: the start fails, and leaves nothing open', async () => {
    const world = createWorld({ seed: 1 })
    const store = storeWith('open', bad)
    const error = await refused(world, () => starting(world, 'a', { log: store }))
    expect([error.code, error.message]).toEqual([
      'cluster-config',
      expect.stringContaining('no disk'),
    ])
    store.isBad = false
    await expectAlive(await alone({ log: store }))
  })

  it('on start: nothing is founded that would be lost, and all is refused', async () => {
    const { world, member } = await alone({ log: storeWith('start', bad) })
    expect(member.state).toEqual({ state: 'joining', reasons: ['store-failed'] })
    expect(member.members()).toEqual([])
    expect((await refused(world, () => member.put('k', 1))).code).toBe('store-failed')
    expect((await refused(world, () => member.join('b'))).code).toBe('store-failed')
    expect((await refused(world, () => member.ping('a'))).code).toBe('not-joined')
  })

  it('on append: whoever waits for it is told, writes are refused, the member answers', async () => {
    const log = storeWith('append', bad)
    log.isBad = false
    const { world, member, notices, other } = await pair({ a: { log } })
    log.isBad = true
    const before = other.version()
    const first = await refused(world, () => member.put('k', 1))
    expect([first.code, first.detail]).toEqual(['store-failed', 'no disk'])
    expect((await refused(world, () => member.put('k', 2))).code).toBe('store-failed')
    expect((await refused(world, () => member.eject('b'))).code).toBe('store-failed')
    expect(member.state).toEqual({ state: 'degraded', reasons: ['store-failed'] })
    expect(notices).toContainEqual({ kind: 'warning', code: 'store-failed', detail: 'no disk' })
    await world.advance(5000)
    // What is not durable was told to nobody.
    expect(other.version()).toEqual(before)
    expect(member.get('k')).toBeUndefined()
    member.onRequest((data) => data)
    expect(await world.settle(other.request('a', 7))).toBe(7)
    expect(other.isFailed('a')).toBe(false)
  })

  it('on close: stop is refused as store-failed, and the transport is closed all the same', async () => {
    const { world, member } = await alone({ log: storeWith('close', bad) })
    expect((await refused(world, () => member.stop())).code).toBe('store-failed')
    expect(member.state.state).toBe('stopped')
    const heir = await startIn(world, 'heir')
    expect((await refused(world, () => heir.ping({ address: 'a' }, { timeoutMs: 100 }))).code).toBe(
      'network-error',
    )
  })
})

it('a log with bytes that are no entry is refused', async () => {
  const world = createWorld({ seed: 1 })
  const damaged = new MemoryLogStore()
  const { member } = await alone({ log: damaged }, world)
  await world.settle(member.stop())
  damaged.open().subscribe()
  damaged.append([new Uint8Array([1, 2, 3])]).subscribe()
  damaged.close().subscribe()
  const error = await refused(world, () => starting(world, 'b', { name: 'a', log: damaged }))
  expect([error.code, error.detail]).toEqual(['store-failed', expect.stringContaining('entry 1')])
})

/** A transport that does one thing in another way. */
const transportWith = (env: MemberEnv, wrong: Partial<Transport>): Transport => {
  const { transport } = env
  return {
    address: transport.address,
    capabilities: transport.capabilities,
    maxFrameBytes: transport.maxFrameBytes,
    frames$: transport.frames$,
    status$: transport.status$,
    unreachable$: transport.unreachable$,
    open: () => transport.open(),
    close: () => transport.close(),
    send: (to, bytes) => transport.send(to, bytes),
    broadcast: (bytes) => transport.broadcast(bytes),
    ...wrong,
  }
}

describe.each(badly)('a transport that %s', (_, bad) => {
  it('on open: the start fails, and the log is free again', async () => {
    const world = createWorld({ seed: 1 })
    const env = world.env('a')
    const log = new MemoryLogStore()
    const transport = transportWith(env, { open: bad })
    const { clock, entropy } = env
    const error = await refused(world, () =>
      starting(world, 'b', { log, transport, clock, entropy }),
    )
    expect([error.code, error.message]).toEqual([
      'cluster-config',
      expect.stringContaining('no disk'),
    ])
    await startIn(world, 'c', { log })
  })

  it('on close: stop resolves, and the log is free again', async () => {
    const world = createWorld({ seed: 1 })
    const env = world.env('a')
    const log = new MemoryLogStore()
    const member = await startIn(world, 'b', {
      ...env,
      name: 'b',
      log,
      transport: transportWith(env, { close: bad }),
    })
    await world.settle(member.stop())
    await startIn(world, 'c', { log, name: 'b' })
  })
})

it('a transport that throws on send has lost a frame', async () => {
  const world = createWorld({ seed: 1 })
  await startIn(world, 'a')
  const env = world.env('b')
  let isBroken = false
  const transport = transportWith(env, {
    send: (to, bytes) => (isBroken ? throwing() : env.transport.send(to, bytes)),
  })
  const member = await startIn(world, 'c', { ...env, name: 'b', transport })
  await world.settle(member.join('a'))
  isBroken = true
  expect((await refused(world, () => member.ping('a', { timeoutMs: 500 }))).code).toBe(
    'network-error',
  )
  isBroken = false
  await world.advance(3000)
  expect((await world.settle(member.ping('a'))).name).toBe('a')
  expect(member.state).toEqual({ state: 'operational', reasons: [] })
})
