/**
 * Operations on the shared state, and on the log it is folded from.
 */
import type { WriteOptions } from '@quorate/core'
import {
  entryAsPlain,
  entryIdAsPlain,
  explanationAsPlain,
  versionAsPlain,
} from '../../json/entry.ts'
import { toPlain } from '../../json/plain.ts'
import { data, entryId, type Given, oneOf, optional, text, wrong } from '../argument.ts'
import { operation, type Operations } from './operation.ts'

const writing = {
  key: text,
  basis: optional(entryId),
  until: optional(oneOf('local', 'durable', 'committed')),
}

export const stateInfoOperations: Operations = {
  put: operation({ ...writing, value: data }, async (run, given) =>
    entryIdAsPlain(await run.member.put(given.key, given.value, writeOptions(given))),
  ),
  get: operation({ key: text }, (run, { key }) => {
    const value = run.member.get(key)
    return value === undefined ? null : { value: toPlain(value) }
  }),
  delete: operation(writing, async (run, given) => {
    const written = await run.member.delete(given.key, writeOptions(given))
    return written && entryIdAsPlain(written)
  }),
  stateInfo: operation({}, (run) => toPlain(run.member.stateInfo())),
  version: operation({}, (run) => versionAsPlain(run.member.version())),
  log: operation({}, (run) => run.member.log().map(entryAsPlain)),
  explain: operation({ key: optional(text), name: optional(text) }, (run, { key, name }) => {
    if ((key === undefined) === (name === undefined)) throw wrong('give one of key and name')
    const subject = key === undefined ? { name: name ?? '' } : { key }
    return run.member.explain(subject).map(explanationAsPlain)
  }),
}

const writeOptions = ({ basis, until }: Given<typeof writing>): WriteOptions => ({
  ...(basis === undefined ? {} : { basis }),
  ...(until === undefined ? {} : { until }),
})
