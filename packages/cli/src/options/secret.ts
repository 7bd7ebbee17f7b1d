/**
 * Where the cluster secret comes from: a file, else the environment, never an argument, since
 * everybody on the machine can read those. Never printed, not even in an error. Line ends at the
 * end of a file are the editor's, not the secret's.
 */
import { readFileSync } from 'node:fs'

export const secretVariable = 'QUORATE_SECRET'
const bytesMin = 8

export interface SecretSources {
  readonly secretFile: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** @throws SecretError naming the source and what is wrong with it. */
export function readSecret({ secretFile, environment }: SecretSources): Uint8Array {
  if (secretFile !== undefined) return checked(bytesOf(secretFile), `--secret-file ${secretFile}`)
  const text = environment[secretVariable]
  if (text === undefined)
    throw new SecretError(`no secret: give --secret-file FILE or set ${secretVariable}`)
  return checked(new TextEncoder().encode(text), secretVariable)
}

/** There is no secret, or none that will do. */
export class SecretError extends Error {
  override readonly name: string = 'SecretError'
}

function bytesOf(file: string): Uint8Array {
  try {
    const bytes = readFileSync(file)
    const end = bytes.findLastIndex((byte) => byte !== 0x0a && byte !== 0x0d) + 1
    return Uint8Array.from(bytes.subarray(0, end))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new SecretError(`--secret-file ${file} cannot be read: ${why}`, { cause })
  }
}

function checked(secret: Uint8Array, source: string): Uint8Array {
  if (secret.length >= bytesMin) return secret
  throw new SecretError(`${source}: the secret must have at least ${bytesMin} bytes`)
}
