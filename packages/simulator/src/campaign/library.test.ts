import { campaignTitle, shapeOf, simulate } from '@quorate/transport-memory'
import { expect, it } from 'vitest'
import { inForMs, library } from './library.fixture.ts'

const families = ['cut', 'clog', 'noise', 'narrow', 'pause', 'slow', 'crash', 'clock', 'disk']

it(
  'the library alone holds whatever breaks, and everything did',
  async () => {
    const simulation = library({ seeds: 300 })
    const { performed } = await simulate(campaignTitle, simulation)
    const uses = shapeOf(simulation).uses.map(({ name }) => name)
    expect([...performed.keys()]).toEqual(expect.arrayContaining([...families, ...uses]))
  },
  inForMs,
)
