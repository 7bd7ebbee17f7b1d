/**
 * Somebody on the network who has no secret: hears every frame, and sends what bytes it likes.
 */
import type { Address } from '@quorate/core'
import { pass, type SentFrame, type World } from '@quorate/transport-memory'

/** Every frame sent from now on. */
export function wiretap(world: World): readonly SentFrame[] {
  const heard: SentFrame[] = []
  world.addRule((frame) => {
    heard.push({ ...frame, bytes: frame.bytes.slice() })
    return pass
  })
  return heard
}

/** A process that sends bytes without being a member. */
export class Stranger {
  readonly #transport: ReturnType<World['env']>['transport']
  /** What was sent to it. */
  readonly heard: Uint8Array[] = []

  constructor(world: World, name: string) {
    this.#transport = world.env(name).transport
    this.#transport.open().subscribe()
    this.#transport.frames$.subscribe(({ bytes }) => this.heard.push(bytes))
  }

  send(to: Address, bytes: Uint8Array): void {
    this.#transport.send(to, bytes)
  }
}
