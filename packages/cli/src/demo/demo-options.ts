/**
 * What the demo was asked for, checked, and who takes part.
 */

export interface DemoOptions {
  /** All chance of the embedded demo. */
  readonly seed: number
  /** Members at the beginning. */
  readonly members: number
  /** Virtual time passes as real time does. */
  readonly realTime: boolean
  /** Over a real server, with processes. */
  readonly nats: boolean
}

/** Fewer leave no half from which one can be ejected while another adds one. */
export const membersMin = 4
export const membersMax = 20
export const seedMax = 999_999_999

const alphabet = 'abcdefghijklmnopqrstuvwxyz'

/** The first names: a, b, c, … */
export const memberNames = (count: number): readonly string[] =>
  Array.from(alphabet.slice(0, count))
