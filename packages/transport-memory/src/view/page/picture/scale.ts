/** Virtual time on the horizontal axis: milliseconds to pixels and back. */

export interface Scale {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly right: number
}

export const xOf = ({ from, to, left, right }: Scale, ms: number): number =>
  left + ((ms - from) / (to - from)) * (right - left)

export const msOf = ({ from, to, left, right }: Scale, x: number): number =>
  from + ((x - left) / (right - left)) * (to - from)

/** How many milliseconds a pixel is. */
export const msPerPixel = ({ from, to, left, right }: Scale): number => (to - from) / (right - left)

const nice: readonly number[] = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000,
  60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000,
]

/** The distance of ticks that are at least so many pixels apart. */
export function tickOf(scale: Scale, apart: number): number {
  const least = msPerPixel(scale) * apart
  return nice.find((ms) => ms >= least) ?? least
}
