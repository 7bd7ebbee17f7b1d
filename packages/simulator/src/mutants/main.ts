/**
 * `npm run mutants -w @quorate/simulator`: tries every planted bug and prints how many runs it took
 * to find each, first without any, which must find nothing. A run is one scenario with one seed;
 * each scenario plays a seed before any plays the next one.
 */
import { parseArgs } from 'node:util'
import { scenarios } from '../scenarios/index.ts'
import { mutants } from './planted/index.ts'
import { trySuite } from './suite.ts'
import { headOfTable, rowOf, summaryOf } from './table.ts'

const { values } = parseArgs({
  options: {
    /** Comma-separated; default: all. */
    scenarios: { type: 'string', default: Object.keys(scenarios).join() },
    only: { type: 'string', default: ['(none)', ...mutants.map(({ name }) => name)].join() },
    seeds: { type: 'string', default: '300' },
    'first-seed': { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    /** Of processor time, for each mutant. */
    minutes: { type: 'string', default: '3' },
  },
})

const only = values.only.split(',')
const chosen = mutants.filter(({ name }) => only.includes(name))

process.stdout.write(`${headOfTable}\n`)
const tried = await trySuite(only.includes('(none)') ? [undefined, ...chosen] : chosen, {
  order: {
    scenarios: values.scenarios.split(','),
    firstSeed: Number(values['first-seed']),
    seeds: Number(values.seeds),
  },
  workers: Number(values.workers),
  limits: { cpuMs: Number(values.minutes) * 60_000 },
  onTrial: (each) => process.stdout.write(`${rowOf(each)}\n`),
})
process.stdout.write(`${summaryOf(tried)}\n`)
