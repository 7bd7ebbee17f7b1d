/**
 * Records a run while it happens: give `trace` to the world and let every life of a member be
 * followed. It only listens: a run has the same hash with it and without. Its memory is bounded;
 * `leftOut` of the record says what there was no room for.
 */
import type { Member } from '@quorate/core'
import type { Traced, TraceKind, TraceListener } from '../../trace.ts'
import type {
  EntryRow,
  MarkRow,
  PlanLine,
  ProcessState,
  RunFailure,
  RunRecord,
} from '../run-record.ts'
import { KeptRows } from './kept-rows.ts'
import { Lanes } from './lanes.ts'
import { micros } from './micros.ts'
import { RecordedCuts } from './recorded-cuts.ts'
import { RecordedFrames } from './recorded-frames.ts'
import { marksMax, RecordedMembers } from './recorded-members.ts'
import { StateChanges } from './state-changes.ts'
import { shortened } from './told-text.ts'
import { Words } from './words.ts'

/** What a run is called. */
export interface RecorderOptions {
  readonly title: string
  readonly seed: string | number
  /**
   * Virtual milliseconds: `() => world.now`. Default: when the last event happened, which is too
   * early for what an application does between two events.
   */
  readonly now?: () => number
}

/** How a run ended, and what is known of it from outside. */
export interface RunEnd {
  /** Virtual milliseconds; default: when the last event happened. */
  readonly endMs?: number
  /** Of the trace: `world.hash`. */
  readonly hash: string
  readonly plan?: readonly PlanLine[]
  readonly failure?: RunFailure
}

/** What happens to a process, and what it is afterwards. */
const processes: { readonly [Kind in TraceKind]?: ProcessState } = {
  start: 'running',
  resume: 'running',
  pause: 'paused',
  crash: 'crashed',
}

/** Events that no view shows: there is one for every call, or the fate of a frame says it. */
const routine: ReadonlySet<TraceKind> = new Set<TraceKind>([
  'timer',
  'close',
  'sync',
  'hold',
  'hint',
  'late',
  'fs',
])

export class RunRecorder {
  /** For `createWorld({ onTrace })`. */
  readonly trace: TraceListener = (event) => this.#take(event)
  readonly #options: RecorderOptions
  readonly #lanes = new Lanes()
  readonly #words = new Words()
  readonly #frames = new RecordedFrames(this.#lanes, this.#words)
  readonly #cuts = new RecordedCuts(this.#lanes)
  readonly #states = new StateChanges()
  readonly #marks = new KeptRows<MarkRow>(marksMax)
  readonly #entries = new KeptRows<EntryRow>(marksMax)
  readonly #members: RecordedMembers
  #now = 0
  #events = 0

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#members = new RecordedMembers({
      words: this.#words,
      states: this.#states,
      marks: this.#marks,
      entries: this.#entries,
      now: options.now ?? (() => this.#now),
    })
  }

  /** Listens to what one life of a member tells. To be called once for each life. */
  follow(name: string, member: Member): void {
    this.#members.follow(this.#lanes.of(name), member)
  }

  /** The run so far, which this recorder changes no more. */
  record({ endMs = this.#now, hash, plan = [], failure }: RunEnd): RunRecord {
    const [frames, states] = [this.#frames.all(), this.#states.all()]
    return {
      format: 1,
      title: this.#options.title,
      seed: String(this.#options.seed),
      hash,
      endMs,
      events: this.#events,
      lanes: this.#lanes.all(),
      words: this.#words.all(),
      frames: frames.map((row) => [...row] as const),
      marks: this.#marks.all(),
      entries: this.#entries.all(),
      states,
      cuts: this.#cuts.all(),
      plan,
      ...(failure && { failure }),
      leftOut: {
        frames: this.#frames.leftOut,
        marks: this.#marks.leftOut,
        entries: this.#entries.leftOut,
        states: this.#states.leftOut,
      },
    }
  }

  #take(event: Traced): void {
    this.#now = event.at
    this.#events++
    switch (event.kind) {
      case 'send':
        return this.#frames.sent(event)
      case 'deliver':
        return this.#frames.delivered(event)
      case 'drop':
        return this.#frames.dropped(event)
      case 'nobody':
        return this.#frames.nobody(event)
      case 'open':
        return this.#lanes.listens(event.from, event.to ?? event.from)
      case 'cut':
        this.#cuts.cut(event)
        return this.#mark(event)
      case 'heal':
        this.#cuts.healed(event)
        return this.#mark(event)
      default:
        if (!routine.has(event.kind)) this.#happened(event)
    }
  }

  #happened(event: Traced): void {
    const { at, kind, from, to } = event
    if (kind === 'start') this.#lanes.listens(from, to ?? from)
    const process = processes[kind]
    if (process !== undefined) this.#states.become(at, this.#lanes.of(from), { process })
    this.#mark(event)
  }

  /** On the lane of the member it happened to; else the world's, with the names in its text. */
  #mark({ at, kind, from, to, note }: Traced): void {
    const isWorlds = kind === 'cut' || kind === 'heal' || kind === 'clog'
    const lane = isWorlds ? -1 : (this.#lanes.find(from) ?? -1)
    const names = lane < 0 ? [from, to] : [to]
    const said = [names.filter(Boolean).join(' | '), note].filter(Boolean).join(', ')
    this.#marks.add([micros(at), lane, this.#words.of(kind), this.#words.of(shortened(said))])
  }
}
