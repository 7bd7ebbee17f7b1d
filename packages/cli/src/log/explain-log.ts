/**
 * `quorate log explain FOLDER`: why a key or a member is as it is, by the files alone: the entries
 * about it, what became of each, and which took the place of which. Entries that may not stand in
 * the log are told as trouble and do not count.
 */
import {
  explainEntries,
  type Explanation,
  type ExplanationSubject,
  formatEntryId,
  type LogEntry,
  type MentionedEntry,
} from '@quorate/core'
import type { LogReading } from '@quorate/log-file'
import type { ExitCode, Surroundings } from '../commands/surroundings.ts'
import { explanationAsPlain } from '../json/entry.ts'
import { type Colours, coloursOf } from '../reports/screen.ts'
import { singleLine } from '../reports/single-line.ts'
import { meaningOf } from './entries.ts'
import { StoreNames, textLine, valueText } from './lines.ts'
import { writeTaken } from './taken-lines.ts'

export interface ExplainOptions {
  readonly subject: ExplanationSubject
  readonly json?: boolean
}

export async function explainLog(
  { entries: records, damage }: LogReading,
  { subject, json = false }: ExplainOptions,
  { output, errors }: Pick<Surroundings, 'output' | 'errors'>,
): Promise<ExitCode> {
  const { fitting, troubles } = meaningOf(records)
  const explanations = explainEntries(fitting, subject)
  const lines = json
    ? explanations.map((each) => JSON.stringify(explanationAsPlain(each)))
    : [
        singleLine(headingOf(subject, explanations)),
        ...toldLines(explanations, fitting, coloursOf(output)),
      ]
  await writeTaken(output, lines)
  const all = [...(damage === undefined ? [] : [damage.message]), ...troubles]
  for (const trouble of all) errors.write(trouble)
  return all.length === 0 ? 0 : 1
}

/** Each entry by a number, and below it what became of it, which names others by theirs. */
function toldLines(
  explanations: readonly Explanation[],
  entries: readonly LogEntry[],
  colours: Colours,
): readonly string[] {
  const names = new StoreNames()
  for (const entry of entries) names.learn(entry)
  const byId = new Map(entries.map((entry) => [formatEntryId(entry), entry]))
  const numbers = new Map(explanations.map(({ id }, n) => [formatEntryId(id), n + 1]))
  const width = String(explanations.length).length
  const named = (mentions: readonly MentionedEntry[]): string =>
    mentions.map(({ id }) => numbers.get(formatEntryId(id))).join(' and ')
  return explanations.flatMap((each, n) => {
    const entry = byId.get(formatEntryId(each.id))
    const line = entry === undefined ? '' : textLine(entry, names, colours)
    const number = colours.bold(String(n + 1).padStart(width))
    return [`${number} ${line}`, `${' '.repeat(width)} ${fateOf(each, named, colours)}`]
  })
}

/** What is so now. */
function headingOf(subject: ExplanationSubject, explanations: readonly Explanation[]): string {
  const standing = explanations.filter(({ outcome }) => outcome === 'stands')
  if ('key' in subject) {
    const event = standing.at(-1)?.event
    if (event?.kind === 'state-info-put') return `${subject.key} is ${valueText(event.value)}`
    return `${subject.key} ${event === undefined ? 'was never put' : 'is deleted'}`
  }
  const last = standing.findLast(({ event: { kind } }) => membershipKinds.includes(kind))
  if (last === undefined) return `${subject.name} was never a member`
  if (last.event.kind !== 'member-ejected') return `${subject.name} is a member`
  return `${subject.name} ${last.isLeave ? 'left' : 'was ejected'}`
}

const membershipKinds: readonly string[] = ['cluster-founded', 'member-joined', 'member-ejected']

type Naming = (mentions: readonly MentionedEntry[]) => string

function fateOf(explanation: Explanation, named: Naming, colours: Colours): string {
  const { outcome, voidReason, overrode, overriddenBy } = explanation
  const { green, yellow, red, dim } = colours
  const took = overrode.length === 0 ? '' : `, in place of ${named(overrode)}`
  const by = named(overriddenBy)
  switch (outcome) {
    case 'stands':
      return `${green('stands')}${took}${by === '' ? '' : `, in part until ${by}`}`
    case 'overridden':
      return dim(`overridden by ${by}${took}`)
    case 'lost':
      return `${yellow(`lost to ${by}`)}, which did not know of it${took}`
    case 'void':
      return `${red('void')}: ${voidReason === undefined ? '' : reasons[voidReason]}`
  }
}

const reasons: { readonly [Reason in NonNullable<Explanation['voidReason']>]: string } = {
  'author-not-member': 'its author was no member',
  'unknown-store': 'whom it is about was no member',
  'already-member': 'whom it lets in had been let in before',
  'last-member': 'it would have left nobody',
  'not-the-founder': 'the cluster was founded before',
}
