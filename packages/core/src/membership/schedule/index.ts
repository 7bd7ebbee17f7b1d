import type { Millis, StoreTag } from '../../model/index.ts'
export interface Ring {
  readonly tags: readonly StoreTag[]
  readonly own: number
}
export interface Turns {
  readonly size: number
  readonly epoch: number
  readonly distances: readonly number[]
}
export function ringOf(tags: Iterable<StoreTag>, own: StoreTag): Ring {
  const sorted = [...new Set([...tags, own])].sort()
  return { tags: sorted, own: sorted.indexOf(own) }
}
function shuffled(size: number, epoch: number): number[] {
  const d = Array.from({ length: size - 1 }, (_, i) => i + 1)
  let s = (Math.imul(epoch, 0x9e3779b1) ^ Math.imul(size, 0x85ebca6b)) >>> 0
  const next = (): number => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  for (let i = d.length - 1; i > 0; i--) {
    const j = next() % (i + 1)
    const x = d[i] ?? 0
    d[i] = d[j] ?? 0
    d[j] = x
  }
  return d
}
export function targetOf(
  ring: Ring,
  round: number,
  turns: Turns | undefined,
): { target: StoreTag | undefined; turns: Turns | undefined } {
  const n = ring.tags.length
  if (n < 2) return { target: undefined, turns }
  const epoch = Math.floor(round / (n - 1))
  const t =
    turns?.size === n && turns.epoch === epoch
      ? turns
      : { size: n, epoch, distances: shuffled(n, epoch) }
  const d = t.distances[round - epoch * (n - 1)] ?? 1
  return { target: ring.tags[(ring.own + d) % n], turns: t }
}
export function phaseOf(tag: StoreTag, periodMs: Millis): Millis {
  let h = 0x811c9dc5
  for (let i = 0; i < tag.length; i++) h = Math.imul(h ^ tag.charCodeAt(i), 0x01000193)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  return ((h >>> 0) / 2 ** 32) * periodMs
}
export function nextTurn(o: {
  ring: Ring
  turns: Turns | undefined
  round: number | undefined
  wall: Millis
  periodMs: Millis
}): { round: number | undefined; delayMs: Millis; turns: Turns | undefined } {
  const { ring, wall, periodMs } = o
  if (ring.tags.length < 2) return { round: undefined, delayMs: periodMs, turns: o.turns }
  const at = (round: number, turns: Turns | undefined) => {
    const t = targetOf(ring, round, turns)
    const delayMs =
      round * periodMs + (t.target === undefined ? 0 : phaseOf(t.target, periodMs)) - wall
    return { round, delayMs, turns: t.turns }
  }
  if (o.round !== undefined) {
    const next = at(o.round + 1, o.turns)
    if (next.delayMs >= 0 && next.delayMs < 2 * periodMs) return next
  }
  const now = Math.floor(wall / periodMs)
  const first = at(now, o.turns)
  return first.delayMs > 0 ? first : at(now + 1, first.turns)
}
