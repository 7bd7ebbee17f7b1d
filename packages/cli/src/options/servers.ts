/**
 * `--nats`: where NATS servers listen, one or several with commas between them. Whether somebody
 * does listen there shows later: a member waits for its server.
 */
import { InvalidArgumentError } from 'commander'

const server = /^(?:(?:nats|tls):\/\/)?(?:\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i
const portMax = 65_535

/** The servers. @throws InvalidArgumentError saying what is allowed. */
export function parseServers(text: string): readonly string[] {
  const servers = text.split(',').map((each) => each.trim())
  if (!servers.every(isServer))
    throw new InvalidArgumentError(
      'It must be nats://HOST:PORT, or several of these with commas between them.',
    )
  return servers
}

function isServer(text: string): boolean {
  const found = server.exec(text)
  return found !== null && Number(found[1] ?? 1) >= 1 && Number(found[1] ?? 1) <= portMax
}
