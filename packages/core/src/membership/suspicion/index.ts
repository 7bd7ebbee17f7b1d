import type { Millis } from '../../model/index.ts'
export const suspicionMinMs = (o: {
  suspicionMs: Millis
  gossipMs: Millis
  members: number
}): Millis => o.suspicionMs + o.gossipMs * Math.ceil(Math.log2(Math.max(1, o.members)))
export const suspicionTimeoutMs = (o: {
  minMs: Millis
  maxMs: Millis
  confirmations: number
  wanted: number
}): Millis =>
  o.wanted === 0 || o.confirmations >= o.wanted
    ? o.minMs
    : o.maxMs - ((o.maxMs - o.minMs) * Math.log(o.confirmations + 1)) / Math.log(o.wanted + 1)
export const wantedConfirmations = (max: number, members: number): number =>
  Math.max(0, Math.min(max, members - 2))
export const confidenceOf = (o: { misses: number; missRate: number }): number =>
  o.misses * -Math.log10(Math.min(0.5, Math.max(0.001, o.missRate)))
