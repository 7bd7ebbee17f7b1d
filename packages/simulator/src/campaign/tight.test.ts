import { simulate } from '@quorate/transport-memory'
import { expect, it } from 'vitest'
import { inForMs, library } from './library.fixture.ts'
import { tight } from './tight.fixture.ts'

it(
  'the library holds with a few entries at a time, and resumes what was cut',
  async () => {
    const title = 'a few entries at a time'
    const { marks } = await simulate(title, library({ seeds: 60, settings: tight }))
    const cut = ['delta-cut', 'pull-resumed', 'pull-fruitless'].map((each) => `replication.${each}`)
    expect([...marks.keys()]).toEqual(expect.arrayContaining(cut))
  },
  inForMs,
)
