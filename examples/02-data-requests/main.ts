/**
 * Members send data to each other and wait for the answer: handlers that answer, that take their
 * time, and that fail; deadlines, many requests at once, and a client that is no member.
 *
 * Run it: npm run example -- 02
 */
import { ClusterError, createClient, createMember } from '@quorate/core'
import { createWorld } from '@quorate/transport-memory'

const secret = 'only members know'
const world = createWorld({ seed: 2 })
const desk = await createMember({ ...world.env('desk'), secret })
const shop = await createMember({ ...world.env('shop'), secret })
await world.settle(shop.join('desk'))
// A member can ask another as soon as it knows that it is there.
await world.until(() => desk.members().length === 2)

// #region handler
// A handler gets the data and who asks. It may answer later, and it may throw.
shop.onRequest(async (data, asker) => {
  if (data === 'tea') return `tea for ${asker.name}`
  if (data === 'cake') throw new Error('no cake today')
  return new Promise(() => undefined) // never
})
// #endregion handler

// #region request
console.log(await world.settle(desk.request('shop', 'tea')))
// #endregion request

// Whatever goes wrong is a ClusterError with a code to switch on.
async function attempt(what: string, request: Promise<unknown>): Promise<void> {
  try {
    console.log(`${what}:`, await world.settle(request))
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    console.log(`${what}: ${error.code}: ${error.message}`)
  }
}

await attempt('cake', desk.request('shop', 'cake'))
await attempt('water', desk.request('shop', 'water', { timeoutMs: 250 }))
await attempt('nobody', desk.request('bar', 'tea'))

// Given up by the caller.
const patience = new AbortController()
const request = desk.request('shop', 'coffee', { signal: patience.signal })
patience.abort()
await attempt('coffee', request)

// Many requests are under way at once; each finds its own answer.
shop.onRequest((data) => Number(data) ** 2)
const squares = [1, 2, 3, 4, 5].map((number) => desk.request('shop', number))
console.log(await world.settle(Promise.all(squares)))

// A client is no member: it asks, if the member's handler lets clients.
const contacts = ['desk']
const guest = await createClient({ ...world.env('guest'), secret, contacts })
await attempt('guest', guest.request('shop', 12))
shop.onRequest((data) => Number(data) ** 2, { allowClients: true })
await attempt('guest', guest.request('shop', 12))

await Promise.all([desk.stop(), shop.stop(), guest.stop()])
