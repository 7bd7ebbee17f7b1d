// The table of rules: what `npm test` holds the repository against. CONTRIBUTING.md says why.

import type { Finding, Rule } from './base/rule.ts'
import type { Source } from './base/source.ts'
import { invariantsCited, messageRows } from './docs/protocol.ts'
import { regions } from './docs/regions.ts'
import { builtins, portsAreTypes } from './modules/builtins.ts'
import { contracts } from './modules/contracts.ts'
import { deadFiles } from './modules/dead-files.ts'
import { doors } from './modules/doors.ts'
import { fileLength } from './size/file-length.ts'
import { folderSize } from './size/folder-size.ts'
import { functionLength } from './size/function-length.ts'
import { lineLength } from './size/line-length.ts'
import { nesting } from './size/nesting.ts'
import { parameters } from './size/parameters.ts'
import { moduleState } from './state/module-state.ts'
import { parameterMutation } from './state/parameter-mutation.ts'
import { bannedGlobals } from './words/banned-globals.ts'
import { bannedSyntax } from './words/banned-syntax.ts'
import { clockedStreams } from './words/clocked-streams.ts'
import { header, issues } from './words/comments.ts'
import { names } from './words/names.ts'
import { promises } from './words/promises.ts'

export const rules: readonly Rule[] = [
  fileLength,
  lineLength,
  functionLength,
  parameters,
  nesting,
  folderSize,
  bannedGlobals,
  promises,
  bannedSyntax,
  clockedStreams,
  names,
  header,
  issues,
  moduleState,
  parameterMutation,
  doors,
  deadFiles,
  builtins,
  portsAreTypes,
  contracts,
  messageRows,
  invariantsCited,
  regions,
]

const show = ({ path, line, message }: Finding): string => `${path}:${line} ${message}`

/** What a rule holds against the sources, one line each. */
export const complaints = (rule: Rule, sources: readonly Source[]): readonly string[] =>
  rule.check(sources).map(show)
