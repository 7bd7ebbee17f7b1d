/**
 * One machine of a run: its processes one after another, each a member and the application on it,
 * followed from outside through the public door. It must never look into a member.
 */
import {
  createMember,
  type EntryId,
  invariant,
  isMemberName,
  type LogEntry,
  type Member,
  type MemberName,
  type Notice,
} from '@quorate/core'
import { type Findings, heldFromBefore, KeptLog, type Sight } from '../checkers/index.ts'
import type { MemberEnv } from '../machine.ts'
import type { LifeState } from '../time/index.ts'
import type { World } from '../world.ts'
import { actingApp } from './acting-app.ts'
import type { Ledger } from './ledger.ts'
import { observedLog } from './observed-log.ts'
import { observed } from './observed-member.ts'
import { Readings } from './readings.ts'
import type { Scenario } from '../scenario/index.ts'

/** A process, and the name of its member: that of its machine, unless its disk is a copy. */
export interface Place {
  readonly who: string
  readonly name: string
}

/** What all machines of a run have in common. */
export interface ActorParts<App> {
  readonly world: World
  readonly ledger: Ledger
  readonly scenario: Pick<Scenario<App>, 'app' | 'settings' | 'log'>
  /** Inputs that each process keeps for a replay. */
  readonly recordInputs: number
  /** An entry became durable at a member. */
  readonly onEntry: (at: Place, entry: LogEntry) => void
  /** A process began, with the log it was found with. */
  readonly onBegun: (at: Place, sight: Sight) => void
  readonly onFinding: (finding: string) => void
  /** A process that could not start: its disk could not be read, or its code threw. */
  readonly onStartFailed: (who: string, error: unknown) => void
  readonly onStarted?: ((name: string, member: Member) => void) | undefined
}

/** A process that runs. */
export interface Process<App> {
  readonly who: string
  readonly member: Member
  readonly app: App
  /** What it was told, and how much its machine was told before. */
  readonly toldBefore: number
}

export class Actor<App> {
  readonly name: string
  /** What all processes of this machine were told. */
  readonly notices: Notice[] = []
  /** What its log store promised, over all its processes. */
  readonly kept: KeptLog = new KeptLog()
  readonly #memberName: MemberName
  readonly #parts: ActorParts<App>
  /** Processes it has had. */
  #life = 0
  /** The one that runs or is starting; undefined: none. */
  #current: number | undefined
  #process: Process<App> | undefined
  /** Its state changed since this was last taken back. */
  #isDirty = false

  /** `memberName`: its members'; default: the machine's own. */
  constructor(name: string, parts: ActorParts<App>, memberName: string = name) {
    invariant(isMemberName(memberName), `${memberName} is no name for a member`)
    this.name = name
    this.#memberName = memberName
    this.#parts = parts
  }

  /** undefined: its process has ended, or is only starting. */
  get process(): Process<App> | undefined {
    const running = this.#process
    if (running === undefined) return undefined
    return this.state === 'ended' ? undefined : running
  }

  get member(): Member | undefined {
    return this.process?.member
  }

  /** Of its process. */
  get state(): LifeState {
    return this.#parts.world.stateOf(this.name)
  }

  /** It runs, and does not stand still. */
  get isActive(): boolean {
    return this.#process !== undefined && this.state === 'running'
  }

  /** Its log takes no more writes until the process is started again. */
  get hasFailedStore(): boolean {
    return this.member?.state.reasons.includes('store-failed') ?? false
  }

  /** The machine and its process of now. */
  get who(): string {
    return `${this.name}/${this.#life}`
  }

  /** What its process that runs was told, since it runs. */
  get toldInThisLife(): readonly Notice[] {
    const { process } = this
    return process === undefined ? [] : this.notices.slice(process.toldBefore)
  }

  /** Whether its state changed since this was asked last. */
  takeDirty(): boolean {
    const isDirty = this.#isDirty
    this.#isDirty = false
    return isDirty
  }

  /** Starts a process; resolves when its application is built. A crash meanwhile ends it. */
  async start(env: MemberEnv, foundsCluster: boolean): Promise<void> {
    const life = ++this.#life
    this.#current = life
    this.#process = undefined
    const { world, scenario } = this.#parts
    const created = await world.as(this.name, () => this.#create(env, foundsCluster))
    if (life !== this.#current) return
    const toldBefore = this.notices.length
    const member = this.#follow(created)
    const app = await world.as(this.name, () => scenario.app?.({ name: this.name, member, env }))
    if (life !== this.#current) return
    const acting = actingApp(app as App, (work) => world.as(this.name, work))
    this.#process = { who: this.who, member, app: acting, toldBefore }
    this.#parts.onStarted?.(this.name, created)
  }

  /** Its process is gone: whatever it asked for is nobody's any more. */
  ended(): void {
    this.#current = undefined
    this.#process = undefined
  }

  sight(): Sight | undefined {
    const { member } = this
    return member && sightOf(this.who, member)
  }

  #create(env: MemberEnv, foundsCluster: boolean): Promise<Member> {
    const { scenario, recordInputs } = this.#parts
    const { settings } = scenario
    const { who, kept } = this
    const log = observedLog(scenario.log?.(env) ?? env.log, {
      who,
      kept,
      now: () => this.#parts.world.now,
      onFindings: (findings) => this.#found(findings),
    })
    const name = this.#memberName
    const options = { ...env, name, secret, recordInputs, foundsCluster, log }
    return createMember(settings === undefined ? options : { ...options, settings })
  }

  #follow(member: Member): Member {
    const { who, name: machine } = this
    const { ledger, onEntry, onBegun, onFinding } = this.#parts
    const place = { who, name: member.name }
    onBegun(place, sightOf(who, member))
    const readings = new Readings(member, who)
    const found = (findings: Findings): void => this.#found(findings)
    found(this.#heldFromBefore(member))
    member.notices$.subscribe((notice) => {
      this.notices.push(notice)
      readings.hear(notice)
    })
    member.events$.subscribe((entry) => {
      readings.admit(entry)
      onEntry(place, entry)
    })
    member.stateInfo$.subscribe((info) => {
      this.#isDirty = true
      found(readings.see(info))
    })
    member.state$.subscribe(({ reasons }) => {
      if (reasons.includes('internal')) onFinding(`internal: ${who} stopped by itself`)
    })
    const issued = (key: string | undefined): ((id: EntryId) => void) => {
      const acknowledged = key === undefined ? undefined : readings.issued(key)
      return (id) => {
        ledger.wrote(machine, id)
        if (acknowledged !== undefined && who === this.who) found(acknowledged(id))
      }
    }
    return observed(member, { machine, who, ledger, issued })
  }

  #heldFromBefore(member: Member): Findings {
    const { who, kept, name } = this
    const { store } = kept
    const own = this.#parts.ledger.writes.filter(({ machine }) => machine === name)
    const writes = own.map(({ id }) => id)
    return store === undefined ? [] : heldFromBefore({ who, log: member.log(), store, writes })
  }

  #found(findings: Findings): void {
    for (const finding of findings) this.#parts.onFinding(finding)
  }
}

function sightOf(who: string, member: Member): Sight {
  const { vector, hash } = member.version()
  const { state } = member.state
  return { who, state, log: member.log(), vector, hash, stateInfo: member.stateInfo() }
}

const secret = 'secret-of-the-run'
