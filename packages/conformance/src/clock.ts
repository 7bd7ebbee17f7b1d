/**
 * What a `Clock` promises. Deadlines are a few milliseconds ahead, so that the suite is as quick on
 * a real clock as on a virtual one; nothing here asserts how soon after its deadline a timer fires,
 * for a busy process may be late, never early.
 */
import type { Clock, Millis } from '@quorate/core'
import { promised, reached } from './contract.ts'
import type { Contract, ContractCase, Harness } from './contract.ts'

/** A clock, and how to let its time pass. */
export interface ClockHarness extends Harness {
  readonly clock: Clock
}

/** The cases every clock must pass. */
export const clockContract = (): Contract<ClockHarness> => cases

const soonMs = 5

/** Schedules a mark for each label at its deadline; the list grows as they fire. */
function marks(clock: Clock, deadlines: Readonly<Record<string, Millis>>): string[] {
  const fired: string[] = []
  for (const [label, at] of Object.entries(deadlines)) clock.schedule(at, () => fired.push(label))
  return fired
}

const monotone: ContractCase<ClockHarness> = {
  name: 'monotonic() never goes back, and moves',
  async run(harness) {
    const { clock } = harness
    const first = clock.monotonic()
    let last = first
    let backwards = 0
    const moved = await harness.until(() => {
      const at = clock.monotonic()
      if (at < last) backwards++
      last = at
      return last >= first + soonMs
    })
    promised(moved, 'monotonic() does not move')
    promised(backwards === 0, 'monotonic() went back')
  },
}

const wallClock: ContractCase<ClockHarness> = {
  name: 'now() is milliseconds since 1970, not another unit',
  async run({ clock }) {
    const year = new Date(clock.now()).getUTCFullYear()
    promised(year >= 2020 && year < 2200, `now() is in the year ${year}`)
  },
}

const neverEarly: ContractCase<ClockHarness> = {
  name: 'a timer never fires before its deadline',
  async run(harness) {
    const { clock } = harness
    const early: Millis[] = []
    let fired = 0
    for (let i = 0; i < 20; i++) {
      const at = clock.monotonic() + i * 0.7
      clock.schedule(at, () => {
        fired++
        if (clock.monotonic() < at) early.push(at)
      })
    }
    await reached(harness, () => fired === 20, 'some timers never fired')
    promised(early.length === 0, `${early.length} of 20 timers fired before their deadlines`)
  },
}

const neverInside: ContractCase<ClockHarness> = {
  name: 'schedule() never calls inside itself, not even for a deadline long past',
  async run(harness) {
    const { clock } = harness
    let inside = true
    const seen: boolean[] = []
    for (const at of [clock.monotonic() - 1_000, clock.monotonic(), clock.monotonic() + soonMs]) {
      clock.schedule(at, () => seen.push(inside))
    }
    inside = false
    await reached(harness, () => seen.length === 3, 'a timer never fired')
    promised(!seen.includes(true), 'a timer fired inside schedule()')
  },
}

const inOrder: ContractCase<ClockHarness> = {
  name: 'equal deadlines fire in the order they were scheduled',
  async run(harness) {
    const at = harness.clock.monotonic() + soonMs
    const labels = Array.from({ length: 50 }, (_, i) => `timer-${i}`)
    const fired = marks(harness.clock, Object.fromEntries(labels.map((label) => [label, at])))
    await reached(harness, () => fired.length === 50, 'some timers never fired')
    promised(fired.join() === labels.join(), `fired in the order ${fired.join()}`)
  },
}

const earlierFirst: ContractCase<ClockHarness> = {
  name: 'an earlier deadline fires first, whenever it was scheduled',
  async run(harness) {
    const now = harness.clock.monotonic()
    const fired = marks(harness.clock, { third: now + 30, first: now + 5, second: now + 15 })
    await reached(harness, () => fired.length === 3, 'some timers never fired')
    promised(fired.join() === 'first,second,third', `fired in the order ${fired.join()}`)
  },
}

const cancelled: ContractCase<ClockHarness> = {
  name: 'a cancelled timer does not fire; cancelling again or too late is harmless',
  async run(harness) {
    const { clock } = harness
    const fired: string[] = []
    const at = clock.monotonic() + soonMs
    const cancelAtOnce = clock.schedule(at, () => fired.push('cancelled'))
    cancelAtOnce()
    cancelAtOnce()
    const cancelTooLate = clock.schedule(at, () => fired.push('kept'))
    clock.schedule(at + soonMs, () => {
      cancelTooLate()
      fired.push('last')
    })
    await reached(harness, () => fired.includes('last'), 'a timer beside a cancelled one was lost')
    promised(fired.join() === 'kept,last', `fired: ${fired.join()}`)
  },
}

const cancelledBesides: ContractCase<ClockHarness> = {
  name: 'a timer cancelled by another of the same deadline does not fire',
  async run(harness) {
    const { clock } = harness
    const fired: string[] = []
    const at = clock.monotonic() + soonMs
    let cancel = (): void => {}
    clock.schedule(at, () => {
      fired.push('first')
      cancel()
    })
    cancel = clock.schedule(at, () => fired.push('second'))
    clock.schedule(at + soonMs, () => fired.push('last'))
    await reached(harness, () => fired.includes('last'), 'a timer never fired')
    promised(!fired.includes('second'), 'a timer fired after it was cancelled')
  },
}

const rearming: ContractCase<ClockHarness> = {
  name: 'a timer that schedules the next one at each firing fires every time',
  async run(harness) {
    const { clock } = harness
    let fired = 0
    const fire = (): void => {
      fired++
      if (fired < 10) clock.schedule(clock.monotonic() + 1, fire)
    }
    clock.schedule(clock.monotonic() + 1, fire)
    await reached(harness, () => fired === 10, 'a re-armed timer stopped firing')
  },
}

const deferring: ContractCase<ClockHarness> = {
  name: 'defer() runs after the work at hand, in order, before a later deadline',
  async run(harness) {
    const { clock } = harness
    const order: string[] = []
    clock.schedule(clock.monotonic() + soonMs, () => {
      clock.schedule(clock.monotonic() + soonMs, () => order.push('later'))
      clock.defer(() => order.push('deferred'))
      clock.defer(() => order.push('deferred too'))
      order.push('work')
    })
    await reached(harness, () => order.includes('later'), 'a timer never fired')
    promised(order.join() === 'work,deferred,deferred too,later', `ran: ${order.join()}`)
  },
}

const deferringOutside: ContractCase<ClockHarness> = {
  name: 'defer() never calls inside itself, and runs also when no timer is at work',
  async run(harness) {
    let inside = true
    const seen: boolean[] = []
    harness.clock.defer(() => seen.push(inside))
    inside = false
    await reached(harness, () => seen.length === 1, 'a deferred call never ran')
    promised(seen[0] === false, 'defer() called inside itself')
  },
}

const cases: Contract<ClockHarness> = [
  monotone,
  wallClock,
  neverEarly,
  neverInside,
  inOrder,
  earlierFirst,
  cancelled,
  cancelledBesides,
  rearming,
  deferring,
  deferringOutside,
]
