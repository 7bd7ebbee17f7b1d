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

type Asks = 'put' | 'delete' | 'setMemberInfo' | 'join' | 'eject' | 'request' | 'ping'

const counted: { readonly [Ask in Asks]: 'writes' | 'joins' | 'ejections' | undefined } = {
  put: 'writes',
  delete: 'writes',
  setMemberInfo: 'writes',
  join: 'joins',
  eject: 'ejections',
  request: undefined,
  ping: undefined,
}

const isAsk = (property: string | symbol): property is Asks =>
  typeof property === 'string' && Object.hasOwn(counted, property)

type Method = (...args: readonly unknown[]) => unknown

export const observed = (member: Member, observer: Observer): Member =>
  new Proxy(member, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function') return value
      const method = (value as Method).bind(target)
      return isAsk(property) ? asking(property, method, observer) : method
    },
  })

const asking =
  (name: Asks, method: Method, observer: Observer): Method =>
  (...args) => {
    const { ledger, who } = observer
    const count = counted[name]
    if (count !== undefined) ledger.count(count)
    const key = name === 'setMemberInfo' ? undefined : String(args[0])
    const acknowledged = count === 'writes' ? observer.issued(key) : undefined
    const promise = method(...args) as Promise<unknown>
    const entered =
      acknowledged === undefined
        ? promise
        : promise.then((id) => (id === null ? undefined : acknowledged(id as EntryId)))
    void ledger.follow({ what: `${name} ${key ?? ''}`.trimEnd(), whos: [who] }, entered)
    return promise
  }
