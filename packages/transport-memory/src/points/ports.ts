/**
 * The ports of one process with every call through its machine's gate. They add nothing else, and
 * what they pass on is what the port itself does. Of an ended process nothing passes: its calls go
 * straight to the port, which knows what a leak is.
 */
import { defer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { LogStore, Transport } from '@quorate/core'
import type { Life } from '../time/index.ts'
import type { Gate } from './gate.ts'
import type { PortPoint } from './points.ts'

type Passing = <T>(point: PortPoint, operation: () => Observable<T>) => Observable<T>

const passing =
  (gate: Gate, life: Life): Passing =>
  (point, operation) =>
    defer(() => (life.state === 'ended' ? operation() : gate.observed(point, operation)))

/** A log store whose calls are points. */
export function gatedLog(store: LogStore, gate: Gate, life: Life): LogStore {
  const pass = passing(gate, life)
  return {
    open: () => pass('log:open', () => store.open()),
    start: (identity, entries) => pass('log:start', () => store.start(identity, entries)),
    append: (batch) => pass('log:append', () => store.append(batch)),
    saveCheckpoint: (bytes) => pass('log:saveCheckpoint', () => store.saveCheckpoint(bytes)),
    close: () => pass('log:close', () => store.close()),
  }
}

/** A transport whose calls are points; its streams are its own. */
export function gatedTransport(transport: Transport, gate: Gate, life: Life): Transport {
  const pass = passing(gate, life)
  const sent = <T>(point: PortPoint, call: () => T, otherwise: T): T =>
    life.state === 'ended' ? call() : gate.called(point, call, otherwise)
  return {
    address: transport.address,
    capabilities: transport.capabilities,
    maxFrameBytes: transport.maxFrameBytes,
    frames$: transport.frames$,
    status$: transport.status$,
    unreachable$: transport.unreachable$,
    open: () => pass('transport:open', () => transport.open()),
    close: () => pass('transport:close', () => transport.close()),
    send: (to, bytes) => sent('transport:send', () => transport.send(to, bytes), 'closed'),
    broadcast: (bytes) => sent('transport:broadcast', () => transport.broadcast(bytes), 'closed'),
  }
}
