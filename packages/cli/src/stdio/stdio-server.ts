/**
 * Serves one driver: requests come in as lines, answers and events go out as lines, in the order
 * in which they happen. Every request that has an id is answered exactly once, however it goes
 * wrong. The driver's end is the member's end: after `stop`, or when its input is over.
 */
import { ClusterError } from '@quorate/core'
import type { Plain } from '../json/plain.ts'
import type { MemberRun, RunListener } from '../run/member-run.ts'
import { joinedEvent, joinFailedEvent, nameTakenEvent, noticeEvent, stateEvent } from './events.ts'
import { lineBytesMax, LineSplitter } from './line-splitter.ts'
import { catalogue } from './operations/catalogue.ts'
import { answerLine, errorLine, parseLine, type Request, type RequestId } from './protocol.ts'

/** Requests being worked on at most; more are refused as `overloaded`. */
export const requestsMax = 1024

/** Puts a line, without its end, on the way to the driver. */
export type WriteLine = (line: string) => void

/** What the driver hears of the member without asking. */
export const eventsTo = (write: WriteLine): RunListener => ({
  state: (state) => write(stateEvent(state)),
  notice: (notice) => {
    const line = noticeEvent(notice)
    if (line !== undefined) write(line)
  },
  link: () => undefined,
  nameTaken: (name) => write(nameTakenEvent(name)),
  joined: (contact) => write(joinedEvent(contact)),
  joinFailed: (failure) => write(joinFailedEvent(failure)),
})

export class StdioServer {
  readonly #run: MemberRun
  readonly #write: WriteLine
  readonly #stopped: () => void
  readonly #splitter: LineSplitter
  readonly #working = new Set<Promise<void>>()

  /** `stopped` is called when the driver has stopped the member. */
  constructor(run: MemberRun, write: WriteLine, stopped: () => void) {
    this.#run = run
    this.#write = write
    this.#stopped = stopped
    this.#splitter = new LineSplitter({
      line: (line) => this.#take(line),
      tooLong: () =>
        this.#refuse(null, 'invalid-option', `a line has at most ${lineBytesMax} bytes`),
    })
  }

  /** Bytes of the driver. */
  push(chunk: Uint8Array): void {
    this.#splitter.push(chunk)
  }

  /** The driver says no more. */
  async end(): Promise<void> {
    this.#splitter.end()
    await this.#run.stop()
    await this.#finish()
  }

  #take(line: string): void {
    const parsed = parseLine(line)
    if (!parsed.ok) return this.#write(errorLine(parsed.id, parsed.error))
    const { request } = parsed
    if (this.#working.size >= requestsMax)
      return this.#refuse(request.id, 'overloaded', `${requestsMax} requests are worked on`)
    const work = this.#serve(request)
    this.#working.add(work)
    void work.then(() => this.#working.delete(work))
    if (request.op === 'stop') void work.then(() => this.#finish())
  }

  async #serve(request: Request): Promise<void> {
    this.#write(await answer(this.#run, request))
  }

  /** A stopped member settles whatever is worked on: all of it is answered before the end. */
  async #finish(): Promise<void> {
    await Promise.all(this.#working)
    this.#stopped()
  }

  #refuse(id: RequestId, kind: ClusterError['code'], detail: string): void {
    this.#write(errorLine(id, new ClusterError({ kind, detail })))
  }
}

/** The line that answers a request; never rejects. */
async function answer(run: MemberRun, { id, op, arguments: given }: Request): Promise<string> {
  try {
    const operation = Object.hasOwn(catalogue, op) ? catalogue[op] : undefined
    if (operation === undefined) throw unknownOperation(op)
    const ok: Plain = await operation.run(run, given)
    return answerLine(id, ok)
  } catch (error) {
    return errorLine(id, asClusterError(error))
  }
}

const unknownOperation = (op: string): ClusterError =>
  new ClusterError({
    kind: 'invalid-option',
    detail: `op ${op.slice(0, 64)} is unknown; known: ${Object.keys(catalogue).join(', ')}`,
  })

/** What is no refusal is a bug, and said to be one. */
const asClusterError = (error: unknown): ClusterError =>
  error instanceof ClusterError
    ? error
    : new ClusterError({ kind: 'internal', detail: String(error) }, { cause: error })
