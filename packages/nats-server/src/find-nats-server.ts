/**
 * Decides which nats-server binary is used: the one named by NATS_SERVER_BIN, else the first on
 * PATH, else where Debian and Homebrew put it (sbin folders are not on everybody's PATH). Must
 * never install or download anything: saying how to get one is all it does.
 */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const foldersOffPath: readonly string[] = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']

/** What to tell somebody who has no nats-server. */
export const howToGetNatsServer: string = `nats-server was not found. Do one of:
  - apt-get install nats-server          (Debian, Ubuntu)
  - brew install nats-server             (macOS)
  - set NATS_SERVER_BIN to the path of a nats-server binary, 2.9 or newer`

/** The path of an executable nats-server; undefined when there is none. */
export function findNatsServer(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const named = environment['NATS_SERVER_BIN']
  if (named) return isExecutable(named) ? named : undefined
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...folders, ...foldersOffPath]
    .map((folder) => join(folder, 'nats-server'))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
