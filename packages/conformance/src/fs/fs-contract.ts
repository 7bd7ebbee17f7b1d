/**
 * What an `Fs` promises: files hold what was written, names lead where they should, and when things
 * go wrong what was synced is there and what failed was told. No case rests on how long anything
 * takes, nor on what becomes of writes that were not synced.
 */
import { applicable } from '../capabilities.ts'
import type { FsPromise } from '../capabilities.ts'
import type { Contract } from '../contract.ts'
import { contentCases } from './content.ts'
import { nameCases } from './names.ts'
import type { FsHarness } from './place.ts'
import { troubleCases } from './trouble.ts'

/** The cases a disk must pass, with those its harness has the means for; default: none. */
export const fsContract = (promises: readonly FsPromise[] = []): Contract<FsHarness> => [
  ...contentCases,
  ...nameCases,
  ...applicable(troubleCases, promises),
]
