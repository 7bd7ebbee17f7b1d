/**
 * Members over a real NATS server, with their logs in files. Here they live in one process, each
 * with a connection of its own; in earnest each is a process somewhere. The server is started for
 * this example, and the logs are in a folder that goes with it: any others will do, given as
 * NATS_URL and SHOP_LOGS.
 *
 * Run it: npm run example -- 04
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNatsServer } from '@quorate/nats-server'

const server = process.env['NATS_URL'] === undefined ? await startNatsServer() : undefined
if (server !== undefined) process.env['NATS_URL'] = server.url
const logs = process.env['SHOP_LOGS'] ?? mkdtempSync(join(tmpdir(), 'shop-'))

// #region member-over-nats
import { createMember, type Member } from '@quorate/core'
import { fileLog } from '@quorate/log-file'
import { natsTransport } from '@quorate/transport-nats'

const servers = process.env['NATS_URL'] ?? 'localhost:4222'
const start = (name: string): Promise<Member> =>
  createMember({
    name,
    cluster: 'shop',
    secret: process.env['SHOP_SECRET'] ?? 'only members know', // at least 8 bytes, never sent
    transport: natsTransport({ address: name, cluster: 'shop', servers }),
    log: fileLog(join(logs, name)), // started again with it, a member goes on as who it was
    onRequest: (data) => `${name} has ${JSON.stringify(data)}`,
  })

const red = await start('red')
const blue = await start('blue')
if (blue.members().length === 1) await blue.join('red')
// #endregion member-over-nats

console.log(blue.members())

// Time is real here: wait for what is told, not for a while.
const told = new Promise<unknown>((resolve) => {
  blue.stateInfo$.subscribe(({ price }) => {
    if (price !== undefined) resolve(price)
  })
})
await red.put('price', { tea: 3, cake: 4 })
console.log('blue reads', await told)

console.log(await blue.request('red', { order: 'tea' }))
console.log('red answers:', (await blue.ping('red')).name)

// Nobody listens there: the server says so at once, and nothing waits for a deadline.
await blue.ping({ address: 'green' }).catch((error: Error) => console.log(error.message))

await Promise.all([red.stop(), blue.stop()])
await server?.stop()
if (process.env['SHOP_LOGS'] === undefined) rmSync(logs, { recursive: true })
