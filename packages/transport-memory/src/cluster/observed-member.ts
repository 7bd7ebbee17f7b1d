/**
 * A member that is listened in on: the same object to whoever uses it, but each call that asks
 * something of the cluster is entered in the ledger, whoever makes it. So a workload, an
 * application and the runner itself are all held to account without doing anything for it.
 */
import type { EntryId, Member } from '@quorate/core'
import type { Ledger } from './ledger.ts'

/** What the observer of one process is told. */
export interface Observer {
  readonly machine: string
  /** The machine and its process. */
  readonly who: string
  readonly ledger: Ledger
  /** A write was issued; called again with its id when it was acknowledged. */
  readonly issued: (key: string | undefined) => (id: EntryId) => void
}

/** Everything that is asked of the cluster, and what of the log it may cost. */
const counted = {
  put: 'writes',
  delete: 'writes',
  setMemberInfo: 'writes',
  join: 'joins',
  eject: 'ejections',
  leave: 'ejections',
  request: undefined,
  ping: undefined,
  pauseHousekeeping: undefined,
  resumeHousekeeping: undefined,
} as const satisfies { readonly [ask: string]: 'writes' | 'joins' | 'ejections' | undefined }

type Asks = keyof typeof counted

const isAsk = (property: string | symbol): property is Asks =>
  typeof property === 'string' && Object.hasOwn(counted, property)

type Method = (...args: readonly unknown[]) => unknown

export function observed(member: Member, observer: Observer): Member {
  // Checks read a member after every event: what they read is made once.
  const methods = new Map<string | symbol, Method>()
  return new Proxy(member, {
    get: (target, property) => {
      const made = methods.get(property)
      if (made !== undefined) return made
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function') return value
      const method = (value as Method).bind(target)
      const shown = isAsk(property) ? asking(property, method, observer) : method
      methods.set(property, shown)
      return shown
    },
  })
}

const asking =
  (name: Asks, method: Method, observer: Observer): Method =>
  (...args) => {
    const { ledger, who } = observer
    const count = counted[name]
    if (count !== undefined) ledger.count(count)
    const key = name === 'put' || name === 'delete' ? String(args[0]) : undefined
    const acknowledged = count === 'writes' ? observer.issued(key) : undefined
    const promise = method(...args) as Promise<unknown>
    const entered =
      acknowledged === undefined
        ? promise
        : promise.then((id) => (id === null ? undefined : acknowledged(id as EntryId)))
    void ledger.follow({ what: whatOf(name, args[0]), by: [who] }, entered)
    return promise
  }

const whatOf = (name: Asks, first: unknown): string =>
  typeof first === 'string' ? `${name} ${first}` : name
