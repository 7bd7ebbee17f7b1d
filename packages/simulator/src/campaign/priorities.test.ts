import { simulate } from '@quorate/transport-memory'
import { expect, it } from 'vitest'
import { inForMs, library } from './library.fixture.ts'

it(
  'the library holds when frames go by priorities',
  async () => {
    const { runs } = await simulate('frames by priority', library({ seeds: 60, pctDepth: 3 }))
    expect(runs).toBe(60)
  },
  inForMs,
)
