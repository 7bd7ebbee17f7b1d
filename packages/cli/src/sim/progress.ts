/**
 * How far a campaign has come: on a terminal one line that is written over, elsewhere a line every
 * few seconds. What depends on the machine, the speed, is told here and nowhere else.
 */
import type { CampaignProgress } from '@quorate/transport-memory'
import { LinesWithStatus, type Screen } from '../reports/screen.ts'

const lineEveryMs = 5000
const barWidth = 24

export class Progress {
  readonly #screen: Screen
  readonly #lines: LinesWithStatus
  #lineAtMs = lineEveryMs
  #last: CampaignProgress | undefined

  constructor(screen: Screen) {
    this.#screen = screen
    this.#lines = new LinesWithStatus(screen)
  }

  tell(progress: CampaignProgress): void {
    this.#last = progress
    if (this.#screen.colours) return this.#lines.status(barOf(progress))
    if (progress.realMs < this.#lineAtMs) return
    this.#lineAtMs = progress.realMs + lineEveryMs
    this.#lines.line(textOf(progress))
  }

  /** All runs are over. */
  end(): void {
    if (this.#last !== undefined) this.#lines.line(textOf(this.#last))
  }
}

function barOf(progress: CampaignProgress): string {
  const full = Math.round((progress.runs / Math.max(1, progress.of)) * barWidth)
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${textOf(progress)}`
}

/** `34/200 runs, 1 failed, 2.1 runs/s, 512 times real time`. */
function textOf({ runs, of, failures, virtualMs, realMs }: CampaignProgress): string {
  const seconds = Math.max(realMs, 1) / 1000
  return [
    `${runs}/${of} runs`,
    ...(failures > 0 ? [`${failures} failed`] : []),
    `${(runs / seconds).toPrecision(2)} runs/s`,
    `${Math.round(virtualMs / 1000 / seconds)} times real time`,
  ].join(', ')
}
