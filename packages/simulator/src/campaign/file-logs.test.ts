import {
  campaignTitle,
  diskCallKinds,
  fault,
  faultKinds,
  simulate,
} from '@quorate/transport-memory'
import { expect, it } from 'vitest'
import { libraryOnFiles } from '../scenarios/index.ts'
import { inForMs } from './library.fixture.ts'

/** As `quorate sim --store file` calls it: its capsules are run here first. */
const title = `${campaignTitle}, logs in files`

it(
  'logs in files lose nothing they called durable, whatever becomes of their disks',
  async () => {
    const { performed } = await simulate(title, {
      ...libraryOnFiles,
      members: 'any',
      run: '2m',
      faults: fault.swarm(...faultKinds, ...diskCallKinds),
      seeds: 100,
    })
    const ofDisks = ['crash', 'crash-at', 'disk', 'rot']
    expect([...performed.keys()]).toEqual(expect.arrayContaining(ofDisks))
  },
  inForMs,
)
