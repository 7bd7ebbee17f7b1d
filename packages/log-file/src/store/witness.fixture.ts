/**
 * What a store was asked for and what it told as done, and whether what is found afterwards is a
 * consequence of that: the right identity, a prefix that holds all that was told, and the logs
 * that were set aside whole. Knows nothing of how it is kept.
 */
import type { ClusterId, Fs, LogIdentity, LogStore, Recovered, StoreId } from '@quorate/core'
import { logName, logNumbers } from '../format/index.ts'
import { readContent } from '../reading/index.ts'
import { answerOf, endOf } from './answers.fixture.ts'

/** One log: what was appended to it, how much of that was told to be durable. */
interface Life {
  readonly identity: LogIdentity
  readonly entries: Uint8Array[]
  told: number
  isStarted: boolean
  /** Checkpoints that were to be kept beside it. */
  readonly checkpoints: Uint8Array[]
}

export const identityOf = (n: number): LogIdentity => ({
  store: n.toString(16).padStart(32, '0') as StoreId,
  cluster: n.toString(16).padStart(32, 'c') as ClusterId,
})

/** Bytes that no other entry has. */
export const entryOf = (n: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i === 0 ? n : n * 31 + i * 7 + (i >> 8)))

const isEqual = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0

export class Witness {
  readonly #lives: Life[] = []
  #appended = 0

  start(store: LogStore): boolean {
    const life = {
      identity: identityOf(this.#lives.length + 1),
      entries: [],
      told: 0,
      checkpoints: [],
    }
    const began: Life = { ...life, isStarted: false }
    this.#lives.push(began)
    const { isDone } = endOf(store.start(began.identity))
    began.isStarted = isDone
    return isDone
  }

  /** Appends one entry of each length as soon as the one before is durable: never a pause. */
  appendInTurn(store: LogStore, lengths: readonly number[]): boolean {
    let done = 0
    const next = (): void => {
      const length = lengths[done]
      if (length === undefined) return
      const entry = entryOf(++this.#appended, length)
      const life = this.#lives.at(-1)
      life?.entries.push(entry)
      store.append([entry]).subscribe({
        complete: () => {
          done++
          if (life !== undefined) life.told = life.entries.length
          next()
        },
        error: () => undefined,
      })
    }
    next()
    return done === lengths.length
  }

  /** Keeps a checkpoint that no other is like. */
  keep(store: LogStore): boolean {
    const checkpoint = entryOf(++this.#appended, 5_000)
    this.#lives.at(-1)?.checkpoints.push(checkpoint)
    return endOf(store.saveCheckpoint(checkpoint)).isDone
  }

  /** Appends one entry of each length as a batch. */
  append(store: LogStore, lengths: readonly number[]): boolean {
    return this.appendAll(store, [lengths])
  }

  /** Begins all the batches before it looks how far they got. */
  appendAll(store: LogStore, batches: readonly (readonly number[])[]): boolean {
    const life = this.#lives.at(-1)
    if (life === undefined) throw new Error('no log was started')
    let left = batches.length
    for (const lengths of batches) {
      const batch = lengths.map((length) => entryOf(++this.#appended, length))
      life.entries.push(...batch)
      const upTo = life.entries.length
      store.append(batch).subscribe({
        complete: () => {
          life.told = Math.max(life.told, upTo)
          left--
        },
        error: () => undefined,
      })
    }
    return left === 0
  }

  /** What is wrong with what was found, if anything; what was found is what there is from now on. */
  judge({ identity, entries, checkpoint }: Recovered): string | undefined {
    const life = this.#lives.find((each) => each.identity.store === identity?.store)
    const last = this.#lives.findLastIndex(({ isStarted }) => isStarted)
    if (life === undefined && last >= 0) return 'the log that was started is gone'
    if (life === undefined) return entries.length > 0 ? 'entries of no log' : undefined
    if (this.#lives.indexOf(life) < last) return 'an older log came back'
    if (entries.length < life.told) return `${life.told} were told, ${entries.length} are there`
    const wrong = entries.findIndex((entry, i) => !isEqual(life.entries[i], entry))
    if (wrong >= 0) return `entry ${wrong} is not what was written`
    if (checkpoint !== undefined && !life.checkpoints.some((each) => isEqual(each, checkpoint)))
      return 'the checkpoint is none that was to be kept beside this log'
    this.#lives.splice(this.#lives.indexOf(life) + 1)
    life.entries.splice(entries.length)
    life.told = entries.length
    life.isStarted = true
    return undefined
  }

  /** What is wrong with the logs that are set aside: they hold all that was told of them. */
  judgeAside(fs: Fs): string | undefined {
    const numbers = logNumbers(answerOf(fs.list(''))).slice(0, -1)
    const aside = numbers.map((number) => answerOf(readContent(fs, logName(number))))
    const isKept = ({ identity, told, entries }: Life): boolean =>
      told === 0 ||
      aside.some(({ segments }) => {
        const found = segments.flatMap((segment) => segment.entries)
        const isSame = segments[0]?.header.identity.store === identity.store
        return isSame && entries.slice(0, told).every((entry, i) => isEqual(found[i], entry))
      })
    const lost = this.#lives.slice(0, -1).find((life) => !isKept(life))
    return lost === undefined ? undefined : `log ${lost.identity.store} was not kept`
  }
}
