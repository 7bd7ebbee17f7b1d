/**
 * What operations of a workload work with. They reach only what runs: an operation that asks for
 * anything else is passed over. Whom it asked for is noted, for it is theirs: if their process ends
 * first, the operation may stay unanswered.
 */
import type { Member } from '@quorate/core'
import { PassedOver } from './passed-over.ts'
import type { Picker } from './picker.ts'
import type { RunView } from './run-view.ts'

export interface WorkloadTools<App> {
  readonly pick: Picker
  /** The application of a member that runs; passes the operation over if it does not. */
  readonly app: (name: string) => App
  /** A member that runs; passes the operation over if it does not. */
  readonly member: (name: string) => Member
  readonly run: RunView<App>
}

/** What a workload is made from in a run; `onUsed` is told whom an operation asks for. */
export function toolsFor<App>(
  pick: Picker,
  run: RunView<App>,
  onUsed: (name: string) => void = () => undefined,
): WorkloadTools<App> {
  const used = (name: string): void => {
    if (!run.up.includes(name)) throw new PassedOver(`${name} does not run`)
    onUsed(name)
  }
  return {
    pick,
    run,
    app: (name) => {
      used(name)
      return run.app(name)
    },
    member: (name) => {
      used(name)
      return run.member(name)
    },
  }
}
