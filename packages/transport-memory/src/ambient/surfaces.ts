/**
 * What of the ambient world is guarded: everything through which time, chance or I/O reaches a
 * program without being handed to it. Named here and nowhere else, with what a member has for it.
 * Left alone, because they are deterministic or say nothing back: `queueMicrotask`,
 * `process.nextTick`, `console`. A function some module took out of its place before the guard was
 * installed, as `const { now } = Date` does, is out of reach.
 */
import childProcess from 'node:child_process'
import nodeCrypto from 'node:crypto'
import dgram from 'node:dgram'
import dns from 'node:dns'
import fs from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import tls from 'node:tls'
import workerThreads from 'node:worker_threads'
import type { Acting } from './acting.ts'

/** Functions of one object. */
export interface Surface {
  readonly owner: object
  /** How the owner is spelt; none: a global. */
  readonly label?: string
  readonly names: readonly string[]
  /** What a member has for it. */
  readonly instead: string
  /** Guarded only when called without arguments, as `new Date()`. */
  readonly isBare?: boolean
  /** What answers a library that only stamps with it. */
  readonly standIn?: (acting: Acting) => unknown
}

const ownClock = 'env.clock'
const ownTimers = 'env.setTimeout, or env.scheduler for RxJS'
const ownChance = 'env.random(key)'
const ownEntropy = 'env.entropy.next()'
const ownFs = 'env.fs'
const ownNetwork = 'env.transport, or a stub of one’s own'
const ownNothing = 'a stub of one’s own'

/** What a module offers as functions; its classes, which begin with a capital, are left. */
const functionsOf = (module: object): readonly string[] =>
  Object.keys(module).filter((name) => {
    const value = Object.getOwnPropertyDescriptor(module, name)?.value as unknown
    return typeof value === 'function' && /^[a-z]/.test(name)
  })

const time: readonly Surface[] = [
  {
    owner: Date,
    label: 'Date',
    names: ['now'],
    instead: `${ownClock}.now()`,
    standIn: ({ wall }) => wall(),
  },
  {
    owner: globalThis,
    names: ['Date'],
    instead: `new Date(${ownClock}.now())`,
    isBare: true,
  },
  {
    owner: performance,
    label: 'performance',
    names: ['now'],
    instead: `${ownClock}.monotonic()`,
  },
  {
    owner: process,
    label: 'process',
    names: ['hrtime', 'uptime'],
    instead: `${ownClock}.monotonic()`,
  },
  {
    owner: process.hrtime,
    label: 'process.hrtime',
    names: ['bigint'],
    instead: `${ownClock}.monotonic()`,
  },
]

const timerNames: readonly string[] = ['setTimeout', 'setInterval', 'setImmediate']

const waiting: readonly Surface[] = [
  { owner: globalThis, names: timerNames, instead: ownTimers },
  { owner: timers, label: 'timers', names: timerNames, instead: ownTimers },
  { owner: timersPromises, label: 'timers/promises', names: timerNames, instead: ownTimers },
  {
    owner: timersPromises.scheduler,
    label: 'timers/promises.scheduler',
    names: ['wait', 'yield'],
    instead: ownTimers,
  },
  { owner: AbortSignal, label: 'AbortSignal', names: ['timeout'], instead: ownTimers },
]

const randomNames: readonly string[] = [
  'randomBytes',
  'pseudoRandomBytes',
  'randomUUID',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'generateKey',
  'generateKeySync',
  'generateKeyPair',
  'generateKeyPairSync',
]

const chance: readonly Surface[] = [
  {
    owner: Math,
    label: 'Math',
    names: ['random'],
    instead: ownChance,
    standIn: (acting) => acting.chance(),
  },
  {
    owner: globalThis.crypto,
    label: 'crypto',
    names: ['randomUUID', 'getRandomValues'],
    instead: ownEntropy,
  },
  { owner: nodeCrypto, label: 'node:crypto', names: randomNames, instead: ownEntropy },
]

const network = (label: string | undefined, owner: object, names: readonly string[]): Surface => ({
  owner,
  ...(label === undefined ? {} : { label }),
  names,
  instead: ownNetwork,
})

const io: readonly Surface[] = [
  { owner: fs, label: 'fs', names: functionsOf(fs), instead: ownFs },
  {
    owner: fs.promises,
    label: 'fs/promises',
    names: functionsOf(fs.promises),
    instead: ownFs,
  },
  network(undefined, globalThis, ['fetch', 'WebSocket', 'EventSource']),
  network('net', net, ['connect', 'createConnection', 'createServer']),
  network('net.Socket', net.Socket.prototype, ['connect']),
  network('net.Server', net.Server.prototype, ['listen']),
  network('tls', tls, ['connect', 'createServer']),
  network('http', http, ['request', 'get', 'createServer']),
  network('https', https, ['request', 'get', 'createServer']),
  network('http2', http2, ['connect', 'createServer', 'createSecureServer']),
  network('dgram', dgram, ['createSocket']),
  network('dns', dns, functionsOf(dns)),
  network('dns/promises', dns.promises, functionsOf(dns.promises)),
  {
    owner: childProcess,
    label: 'child_process',
    names: functionsOf(childProcess),
    instead: ownNothing,
  },
  { owner: workerThreads, label: 'worker_threads', names: ['Worker'], instead: ownNothing },
]

/** All of it. */
export const surfaces: readonly Surface[] = [...time, ...waiting, ...chance, ...io]
