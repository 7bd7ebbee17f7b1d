/**
 * Module hooks of a process that tries a mutant: its file is patched while it is loaded, nothing
 * else is touched, and nothing is written. Which mutant, the address of this module says.
 */
import type { LoadHook } from 'node:module'
import { mutantNamed } from './planted/index.ts'
import type { Mutant } from './mutant.ts'
import { patched } from './patch.ts'

/** The search parameter that names the mutant. */
const name = new URL(import.meta.url).searchParams.get('mutant')
const mutant = name === null ? undefined : mutantNamed(name)
/** Beside this package, whose built file this is. */
const fileOf = ({ package: its = 'core', file }: Mutant): string =>
  new URL(`../../../${its}/dist/${file}`, import.meta.url.split('?')[0]).href
const target = mutant && fileOf(mutant)

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context)
  if (mutant === undefined || url !== target) return loaded
  return { ...loaded, source: patched(textOf(loaded.source), mutant) }
}

function textOf(source: unknown): string {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array) return new TextDecoder().decode(source)
  throw new TypeError('a module without a text cannot be patched')
}
