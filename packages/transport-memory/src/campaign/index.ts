/** Door of campaigns: many runs of the library's own scenario, and every short history of it. */
export { type CampaignOptions, runCampaign } from './campaign.ts'
export { campaignTitle, capsuleOf, type FirstFailure } from './first-failure.ts'
export { WorkerDied } from './in-workers.ts'
export { type CampaignReport, hasHeld } from './report.ts'
export type { CampaignScenario } from './settings.ts'
export {
  historiesScenario,
  historiesTitle,
  runHistories,
  type HistoriesOptions,
  type HistoriesReport,
} from './short-histories.ts'
export type { CampaignProgress } from './tasks.ts'
