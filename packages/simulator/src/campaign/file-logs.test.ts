import { fileLog } from '@quorate/log-file'
import {
  campaignTitle,
  fault,
  faultKinds,
  libraryScenario,
  simulate,
} from '@quorate/transport-memory'
import { expect, it } from 'vitest'
import { inForMs } from './library.fixture.ts'

/** As `quorate sim --store file` calls it: its capsules are run here first. */
const title = `${campaignTitle}, logs in files`
/** As there: a run has many segments. */
const segmentBytes = 16_384

it(
  'logs in files lose nothing they called durable, whatever becomes of their disks',
  async () => {
    // #region simulate
    const { performed } = await simulate(title, {
      ...libraryScenario(),
      log: ({ fs, name }) => fileLog(fs, { segmentBytes, holder: name }),
      faults: fault.swarm(...faultKinds, 'crash-at'),
      members: 'any',
      run: '2m',
      seeds: 100,
    })
    // #endregion simulate
    const ofDisks = ['crash', 'crash-at', 'disk', 'rot']
    expect([...performed.keys()]).toEqual(expect.arrayContaining(ofDisks))
  },
  inForMs,
)
