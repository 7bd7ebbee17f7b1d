/**
 * Capsules on disk: what failed is written to `.sim/`, what once failed and must not again is read
 * from `sim-regressions/`. Decides names and folders, nothing else.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadCapsule, type Capsule, capsuleText, parseCapsule } from './capsule.ts'

/** Where capsules are, relative to the working folder. */
export interface CapsuleFolders {
  /** Where failing runs are written; undefined: nowhere. */
  readonly written: string | undefined
  /** What is run first, always. */
  readonly regressions: string
}

export const defaultFolders: CapsuleFolders = {
  written: '.sim',
  regressions: 'sim-regressions',
}

/** A capsule, and the file it is from. */
export interface KeptCapsule {
  readonly file: string
  readonly capsule: Capsule
}

/** @throws BadCapsule naming the file and what is wrong with it; what reading the file threw. */
export function readCapsule(file: string): KeptCapsule {
  try {
    return { file, capsule: parseCapsule(readFileSync(file, 'utf8')) }
  } catch (error) {
    if (error instanceof BadCapsule) throw new BadCapsule(`${file} is no capsule: ${error.message}`)
    throw error
  }
}

/** All regressions of this name, by file name. */
export function regressionsOf(title: string, folder: string): readonly KeptCapsule[] {
  return filesIn(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => readCapsule(join(folder, file)))
    .filter(({ capsule }) => capsule.title === title)
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The file it was written to. */
export function writeCapsule(capsule: Capsule, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${nameOf(capsule.title)}-${nameOf(capsule.plan.seed)}.json`)
  writeFileSync(file, capsuleText(capsule))
  return file
}

const nameOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
