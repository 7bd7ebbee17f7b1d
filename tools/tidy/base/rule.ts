// The shape of a rule: a name and a function from files to findings. Most rules look at one file at
// a time; `perFile` makes a rule of them. A finding says what to do instead, not only what is
// wrong.

import { lineAt, type Source } from './source.ts'

export interface Finding {
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface Rule {
  readonly name: string
  readonly check: (sources: readonly Source[]) => readonly Finding[]
}

export interface FileRule {
  readonly name: string
  readonly appliesTo: (path: string) => boolean
  readonly checkFile: (source: Source) => readonly Finding[]
}

export const perFile = ({ name, appliesTo, checkFile }: FileRule): Rule => ({
  name,
  check: (sources) => sources.filter(({ path }) => appliesTo(path)).flatMap(checkFile),
})

/** A finding at a position of the text. */
export const findingAt = (source: Source, offset: number, message: string): Finding => ({
  path: source.path,
  line: lineAt(source, offset),
  message,
})

/** A finding about the file as a whole. */
export const findingIn = (path: string, message: string): Finding => ({ path, line: 1, message })

/** For tests: the findings of a rule on small samples, as `path:line message`. */
export const tryOn = (rule: Rule, files: Readonly<Record<string, string>>): readonly string[] =>
  rule
    .check(Object.entries(files).map(([path, text]) => ({ path, text })))
    .map(({ path, line, message }) => `${path}:${line} ${message}`)
