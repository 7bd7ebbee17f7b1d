/**
 * The parts of the core that benchmarks measure apart and its door does not export: entered by
 * their folders' doors. As sources where sources run (tests), else as built; the same modules as
 * behind `@quorate/core` either way.
 */
import type * as Codec from '../packages/core/src/codec/index.ts'
import type * as Collections from '../packages/core/src/collections/index.ts'
import type * as State from '../packages/core/src/state/index.ts'

const isSource = import.meta.url.endsWith('.ts')

async function folder(name: string): Promise<unknown> {
  const path = isSource
    ? `../packages/core/src/${name}/index.ts`
    : `../../packages/core/dist/${name}/index.js`
  return await import(new URL(path, import.meta.url).href)
}

export const codec: typeof Codec = (await folder('codec')) as typeof Codec
export const collections: typeof Collections = (await folder('collections')) as typeof Collections
export const state: typeof State = (await folder('state')) as typeof State
