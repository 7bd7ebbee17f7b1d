/**
 * Where the members of a simulated cluster keep their logs: in memory, or in files on the disks of
 * their machines, by the store that members on real disks have. A campaign loads this module in
 * each of its threads. Decides how large segments are there: so small that most runs have many.
 */
import { fileLog } from '@quorate/log-file'
import {
  campaignTitle,
  libraryScenario,
  type Responder,
  type Scenario,
} from '@quorate/transport-memory'

export const simStores = ['memory', 'file'] as const

export type SimStore = (typeof simStores)[number]

/** Of header and marks, and of some fifteen entries. */
const segmentBytes = 16_384

export const log: NonNullable<Scenario['log']> = ({ fs, name }) =>
  fileLog(fs, { segmentBytes, holder: name })

/** How a campaign with each store is called in capsules. */
export const titles: { readonly [Store in SimStore]: string } = {
  memory: campaignTitle,
  file: `${campaignTitle}, logs in files`,
}

/** What a campaign is told of its store. */
export const logModules: { readonly [Store in SimStore]: string } = {
  memory: '',
  file: import.meta.url,
}

export const scenarioOn = (store: SimStore): Scenario<Responder> =>
  store === 'memory' ? libraryScenario() : { ...libraryScenario(), log }
