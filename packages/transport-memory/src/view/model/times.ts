/** Virtual time as people read it, and searching in what is ordered by time. */

/** `1:02.345`: minutes, seconds, milliseconds; hours before them when there are any. */
export function timeText(ms: number, digits: number = 3): string {
  const unit = 10 ** digits
  const all = Math.round((ms / 1000) * unit)
  const seconds = ((all / unit) % 60).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, '0')
  const minutes = Math.floor(all / unit / 60)
  if (minutes < 60) return `${minutes}:${seconds}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`
}

/** How long something took. */
export const durationText = (ms: number): string =>
  ms < 1 ? `${Math.round(ms * 1000)} µs` : ms < 1000 ? `${ms.toFixed(1)} ms` : timeText(ms)

/** Something at a time. */
export interface Timed {
  readonly at: number
}

/** The first place whose time is not below `at`; the length if there is none. */
export function firstFrom(ordered: readonly Timed[], at: number): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ordered[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The first place whose time is above `at`. */
export const firstAfter = (ordered: readonly Timed[], at: number): number => {
  let place = firstFrom(ordered, at)
  while (place < ordered.length && ordered[place]?.at === at) place++
  return place
}
