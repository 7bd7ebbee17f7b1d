// Which files a rule means, by path: one vocabulary for all rules.

const code = /\.(?:ts|mts|mjs|cjs)$/
const test = /\.(?:test|fixture)\.ts$/

/** Tests, and the samples that only tests use. */
export const isTest = (path: string): boolean => test.test(path)

export const isTypeScript = (path: string): boolean =>
  /\.m?ts$/.test(path) && !path.endsWith('.d.ts')

/** What a package ships: its sources without their tests. */
export const isPackageSource = (path: string): boolean =>
  /^packages\/[^/]+\/src\//.test(path) && isTypeScript(path) && !isTest(path)

/** Our own code anywhere, tests aside. */
export const isCode = (path: string): boolean =>
  isPackageSource(path) ||
  (/^(?:examples|bench|tools)\//.test(path) && code.test(path) && !isTest(path))

/** The folder of packages/core/src that a file is in; undefined outside core and for its door. */
export const coreFolder = (path: string): string | undefined =>
  /^packages\/core\/src\/([^/]+)\//.exec(path)?.[1]

export const packageOf = (path: string): string | undefined =>
  /^packages\/([^/]+)\//.exec(path)?.[1]

const impureFolders = ['platform', 'session', 'rim', 'member']

/** L0 to L5: the layers that only decide. */
export function isPureCore(path: string): boolean {
  const folder = coreFolder(path)
  return folder !== undefined && isPackageSource(path) && !impureFolders.includes(folder)
}

export const isCoreSource = (path: string): boolean =>
  path.startsWith('packages/core/src/') && isPackageSource(path)

/** The folder part of a path, without the slash. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0))

export const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
