import type { Millis } from '../../model/index.ts'
export const worse = (h: number, by: number, max: number): number => Math.min(max, h + by)
export const better = (h: number): number => Math.max(0, h - 1)
export const stretched = (ms: Millis, h: number): Millis => ms * (h + 1)
export interface RoundTrip {
  readonly smoothedMs: Millis
  readonly variationMs: Millis
}
export const measured = (rt: RoundTrip | undefined, s: Millis): RoundTrip =>
  rt === undefined
    ? { smoothedMs: s, variationMs: s / 2 }
    : {
        variationMs: rt.variationMs * 0.75 + Math.abs(rt.smoothedMs - s) * 0.25,
        smoothedMs: rt.smoothedMs * 0.875 + s * 0.125,
      }
export const probeTimeoutOf = (
  rt: RoundTrip | undefined,
  { minMs, maxMs }: { minMs: Millis; maxMs: Millis },
): Millis =>
  rt === undefined ? maxMs : Math.min(maxMs, Math.max(minMs, rt.smoothedMs + 4 * rt.variationMs))
export const isLate = (t: { at: Millis; deadline: Millis; lateMs: Millis }): boolean =>
  t.at - t.deadline > t.lateMs
