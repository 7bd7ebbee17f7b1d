/**
 * Door of the benchmarks of failure detection: how members notice each other's failures, in the
 * simulated world, with the settings of production. All are exact functions of a seed, so each is
 * run once, however many runs are asked for.
 */
export {
  detectionFalse,
  detectionHeal,
  detectionJoin,
  detectionKills,
  detectionRest,
  detectionStall,
} from './benchmarks/index.ts'
