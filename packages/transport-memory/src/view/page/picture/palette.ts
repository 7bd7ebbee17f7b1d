/**
 * The page's colours, read from its style sheet, so that light and dark are decided in one place.
 * Chosen to be told apart by people who see colours differently (Okabe and Ito); nothing on the
 * page is said by colour alone.
 */
import type { Group } from '../../model/index.ts'

const tokens = [
  'paper',
  'raised',
  'ink',
  'quiet',
  'faint',
  'line',
  'accent',
  'failure',
  'entries',
  'joins',
  'requests',
  'pulls',
  'greetings',
  'gossip',
  'probes',
  'unreadable',
  'trouble',
  'late',
  'log',
  'roster',
  'verdicts',
  'lifecycle',
  'process',
  'network',
  'refusals',
  'joining',
  'operational',
  'degraded',
  'ejected',
  'stopped',
] as const

export type Token = (typeof tokens)[number]

export type Palette = { readonly [Name in Token | Group]: string }

export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element)
  const colours = tokens.map((token) => [token, style.getPropertyValue(`--${token}`).trim()])
  return Object.fromEntries(colours) as Palette
}

/** The colour of a lifecycle state. */
export const stateToken = (state: string): Token =>
  tokens.find((token) => token === state) ?? 'stopped'

/** The font of texts in pictures. */
export const fontOf = (size: number, weight: number = 400): string =>
  `${weight} ${size}px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif`
