/**
 * What a contract suite is: cases as data, free of any test runner. A case is given a harness (what
 * the adapter's author writes) and fails by throwing a `ContractFailure` that says in one sentence
 * what was promised and what was seen. Each case gets a harness of its own, so no case may rest on
 * another. Hosting is a loop: for each case, `it(case.name, () => verify(case, makeHarness))`.
 *
 * Cases never sleep and never read a clock: they wait for a condition through the harness, which
 * alone knows whether its time is real or virtual.
 */
import type { Observable } from 'rxjs'

/** What every harness can do, whatever it is for. */
export interface Harness {
  /** True as soon as the condition holds; false when it did not within the harness's deadline. */
  until(condition: () => boolean): Promise<boolean>
  /** Gives back all that the case took; called once, after the case, also when it failed. */
  close(): Promise<void>
}

/** One promise of a port, checked. */
export interface ContractCase<H extends Harness> {
  /** A sentence about the adapter; unique within its contract. */
  readonly name: string
  /** The optional promise this case is about; absent: every adapter keeps it. */
  readonly capability?: string
  /** Rejects with a `ContractFailure` when the promise is broken. */
  run(harness: H): Promise<void>
}

/** The cases of one port. */
export type Contract<H extends Harness> = readonly ContractCase<H>[]

/** A promise of the port that the adapter does not keep. */
export class ContractFailure extends Error {
  override readonly name: string = 'ContractFailure'
}

/** Throws a `ContractFailure` with the sentence unless the condition holds. */
export function promised(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new ContractFailure(sentence)
}

/** Runs one case on a harness of its own and closes that harness whatever comes of it. */
export async function verify<H extends Harness>(
  contractCase: ContractCase<H>,
  makeHarness: () => H | Promise<H>,
): Promise<void> {
  const harness = await makeHarness()
  try {
    await contractCase.run(harness)
  } finally {
    await harness.close()
  }
}

/** Waits for a condition; a `ContractFailure` with the sentence when it is not reached. */
export async function reached(
  harness: Harness,
  condition: () => boolean,
  sentence: string,
): Promise<void> {
  promised(await harness.until(condition), sentence)
}

/** How an operation of a port ended: what it emitted, and its error if it had one. */
export interface Ending<Emitted> {
  readonly emitted: readonly Emitted[]
  readonly error: unknown
}

/** An operation under way; `ending` is undefined until it ended. */
export interface Operation<Emitted> {
  readonly what: string
  readonly ending: () => Ending<Emitted> | undefined
}

/** Subscribes, so that the operation begins now; others may begin before it ends. */
export function started<Emitted>(operation: Observable<Emitted>, what: string): Operation<Emitted> {
  const emitted: Emitted[] = []
  let end: Ending<Emitted> | undefined
  operation.subscribe({
    next: (value) => emitted.push(value),
    error: (error: unknown) => {
      end = { emitted, error: error ?? new Error('no reason given') }
    },
    complete: () => {
      end = { emitted, error: undefined }
    },
  })
  return { what, ending: () => end }
}

/** Subscribes and waits for the end, good or bad; a `ContractFailure` when there is none. */
export async function ended<Emitted>(
  harness: Harness,
  operation: Observable<Emitted>,
  what: string,
): Promise<Ending<Emitted>> {
  const { ending } = started(operation, what)
  await reached(harness, () => ending() !== undefined, `${what} neither completed nor failed`)
  return ending() ?? { emitted: [], error: undefined }
}

/** Waits until all have completed; a `ContractFailure` for the first that did not. */
export async function allCompleted(
  harness: Harness,
  operations: readonly Operation<unknown>[],
): Promise<void> {
  for (const { what, ending } of operations) {
    await reached(harness, () => ending() !== undefined, `${what} neither completed nor failed`)
    const error = ending()?.error
    promised(error === undefined, `${what} failed: ${String(error)}`)
  }
}

/** Subscribes and waits for completion; what was emitted. */
export async function completed<Emitted>(
  harness: Harness,
  operation: Observable<Emitted>,
  what: string,
): Promise<readonly Emitted[]> {
  const { emitted, error } = await ended(harness, operation, what)
  promised(error === undefined, `${what} failed: ${String(error)}`)
  return emitted
}

/** Subscribes and waits for an error, which must be an `Error`. */
export async function refused<Emitted>(
  harness: Harness,
  operation: Observable<Emitted>,
  what: string,
): Promise<void> {
  const { error } = await ended(harness, operation, what)
  promised(error !== undefined, `${what} completed but must fail`)
  promised(error instanceof Error, `${what} failed with something that is no Error`)
}
