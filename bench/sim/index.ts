/** Door of the benchmarks of the simulation. */
export { simCampaign } from './campaign.ts'
export { simShrink } from './shrink.ts'
export { sim5, sim50 } from './speed.ts'
export { sim1000 } from './thousand.ts'
