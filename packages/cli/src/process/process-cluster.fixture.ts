// A real NATS server and real members around one test, and the waits that tests have in common.
// Whatever was started here is gone when the test is over.
import { startNatsServer, type NatsServer } from '@quorate/nats-server'
import { afterEach, vi } from 'vitest'
import { QuorateProcess, RefusedError, type StartOptions } from './quorate-process.fixture.ts'

const waiting = { timeout: 45_000, interval: 25 }

/** Waits for something to be so, and says what if it never is. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  try {
    await vi.waitUntil(isSo, waiting)
  } catch (cause) {
    throw new Error(`not within ${waiting.timeout} ms: ${what}`, { cause })
  }
}

export class ProcessCluster {
  readonly server: NatsServer
  readonly #processes: QuorateProcess[] = []

  constructor(server: NatsServer) {
    this.server = server
  }

  start(name: string, options: Partial<StartOptions> = {}): QuorateProcess {
    const started = new QuorateProcess({ name, nats: this.server.url, ...options })
    this.#processes.push(started)
    return started
  }

  /** The one that was started last under this name. */
  process(name: string): QuorateProcess {
    const found = this.#processes.findLast((each) => each.name === name)
    if (found === undefined) throw new Error(`no process of the name ${name} was started`)
    return found
  }

  /** A founder and others that join at it; resolves when all of them see each other. */
  async form(first: string, ...others: readonly string[]): Promise<readonly QuorateProcess[]> {
    const founder = this.start(first)
    await eventually(`${first} is operational`, () => isOperational(founder))
    const joined = others.map((name) => this.start(name, { args: ['--stdio', '--join', first] }))
    const all = [founder, ...joined]
    await agreed(all)
    return all
  }

  async end(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.kill9()))
    await this.server.kill9()
  }
}

/** The cluster of the running test; made by `startCluster`, ended after the test. */
export function clusters(): () => Promise<ProcessCluster> {
  const started: ProcessCluster[] = []
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.end()))
  })
  return async () => {
    const its = new ProcessCluster(await startNatsServer())
    started.push(its)
    return its
  }
}

/** The last lifecycle it told. */
export const stateOf = (member: QuorateProcess): string => {
  const told = member.told('state').at(-1)
  const reasons = told?.['reasons']
  return [told?.['state'], ...(Array.isArray(reasons) ? reasons : [])].join(' ')
}

export const isOperational = (member: QuorateProcess): boolean => stateOf(member) === 'operational'

/** Waits until these, and nobody else, are members, see each other and hold the same state. */
export async function agreed(members: readonly QuorateProcess[]): Promise<void> {
  const names = members.map(({ name }) => name).toSorted()
  await eventually(`${names.join()} agree`, async () => {
    const views = await Promise.all(members.map(viewOf))
    return (
      views.every((view) => view.names === names.join() && view.alive === names.length - 1) &&
      new Set(views.map(({ version }) => version)).size === 1
    )
  })
}

interface View {
  readonly names: string
  readonly alive: number
  readonly version: string
}

async function viewOf(member: QuorateProcess): Promise<View | Record<keyof View, undefined>> {
  try {
    const [members, peers, version] = await Promise.all([
      member.ask('members'),
      member.ask('peers'),
      member.ask('version'),
    ])
    const statuses = fieldsOf(peers, 'status')
    return {
      names: fieldsOf(members, 'name').join(),
      alive: statuses.filter((status) => status === 'alive').length,
      version: JSON.stringify(version),
    }
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'not-joined')
      return { names: undefined, alive: undefined, version: undefined }
    throw error
  }
}

/** One field of each item of a list. */
export const fieldsOf = (list: unknown, field: string): readonly unknown[] =>
  Array.isArray(list) ? list.map((item) => Reflect.get(item, field)) : []
