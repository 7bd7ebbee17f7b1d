import { describe, it } from 'vitest'
import { systemClock } from '@quorate/core'
import { clockContract } from './clock.ts'
import { verify } from './contract.ts'
import { waitingOn } from './waiting.ts'

describe("core's own clock", () => {
  // #region hosting
  for (const contractCase of clockContract()) {
    it(contractCase.name, () => verify(contractCase, makeHarness))
  }
  // #endregion hosting
})

function makeHarness() {
  const clock = systemClock()
  return { clock, until: waitingOn(clock), close: () => Promise.resolve() }
}
