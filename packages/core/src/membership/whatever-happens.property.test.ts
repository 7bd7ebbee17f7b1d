import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Happening, happenings } from './happenings.fixture.ts'
import type { PeerRecord } from './local/index.ts'
import { withPeers } from './local/index.ts'
import { fullMesh, Scene } from './scene.fixture.ts'

const members = ['a', 'b', 'c', 'd', 'e']

/** Names in the keys of timers that stand. */
const namesIn = ({ timers }: Scene, prefix: string): string =>
  [...timers.keys()]
    .filter((timer) => timer.startsWith(prefix))
    .map((timer) => timer.slice(prefix.length))
    .toSorted()
    .join()

const peersThat = ({ local }: Scene, holds: (peer: PeerRecord) => boolean): string[] =>
  [...local.peers].flatMap(([name, peer]) => (holds(peer) ? [name] : [])).toSorted()

const isAsked = ({ probe }: PeerRecord): boolean => probe !== undefined

const hasOwnStanding = (scene: Scene, { view, accusation, ...peer }: PeerRecord): boolean =>
  (accusation !== undefined) === (view.status !== 'alive') &&
  (accusation?.deadline !== undefined) === (view.status === 'suspect') &&
  (peer.failedSince !== undefined) === (view.status === 'failed') &&
  peer.isLoggedDown === (scene.context.state.stores.get(view.store)?.down !== undefined)

/** What must hold between any two inputs. */
const laws: Record<string, (scene: Scene) => boolean> = {
  'what is counted over the peers is what counting them anew gives': ({ local }) => {
    const { answeringCount, unheardCount, liveHash, ...anew } = withPeers(local, local.peers)
    return (
      answeringCount === local.answeringCount &&
      unheardCount === local.unheardCount &&
      liveHash === local.liveHash &&
      [...anew.unwell].toSorted().join() === [...local.unwell].toSorted().join() &&
      [...anew.tags].join() === [...local.tags].join() &&
      [...anew.live].every(([name, view]) => local.live.get(name) === view)
    )
  },
  'whoever is not alive is accused of it, and nobody else': (scene) =>
    [...scene.local.peers.values()].every((peer) => hasOwnStanding(scene, peer)),
  'each probe has its deadline, and there is no other deadline of one (M3)': (scene) =>
    namesIn(scene, 'membership/probe/') === peersThat(scene, isAsked).join(),
  'each suspect has its time or its last question, and nobody else has (M6)': (scene) => {
    const asked = peersThat(scene, ({ probe }) => probe?.isLast === true)
    const timed = namesIn(scene, 'membership/suspicion/').split(',').filter(Boolean)
    const suspects = peersThat(scene, ({ view }) => view.status === 'suspect')
    return [...new Set([...asked, ...timed])].toSorted().join() === suspects.join()
  },
  'each ping for another has its deadline (M32)': (scene) =>
    namesIn(scene, 'membership/relay/') ===
    [...scene.local.relays.keys()].map(String).toSorted().join(),
  'the timer of gossip is armed exactly while news were told just now (M28)': (scene) =>
    scene.timers.has('membership/gossip') === scene.local.isGossiping,
  'there is a next turn, unless this member is paused (M8)': (scene) =>
    scene.timers.has('membership/period') === scene.local.isRunning,
  'health is what it may be, and so is the share that is missed': ({ local }) =>
    local.health >= 0 &&
    local.health <= local.config.healthMax &&
    local.missRate >= 0 &&
    local.missRate < 1,
  'each ping has a number of its own (M2)': ({ local }) => {
    const probes = [...local.peers.values()].flatMap(({ probe }) => probe?.number ?? [])
    const all = [...probes, ...local.relays.keys()]
    return new Set(all).size === all.length && all.every((number) => number < local.nextProbe)
  },
  'nobody is asked while the own link is down (M7)': (scene) =>
    scene.local.link === 'up' || peersThat(scene, isAsked).length === 0,
}

const beginning: Happening = { what: 'the beginning', to: () => undefined }

const brokenBy = (config: object, all: readonly Happening[]): string[] => {
  const scene = new Scene({ members, config })
  for (const { to } of [beginning, ...all]) {
    to(scene)
    const broken = Object.keys(laws).filter((law) => !(laws[law]?.(scene) ?? false))
    if (broken.length > 0) return broken
  }
  return []
}

describe.each([
  ['swim', {}],
  ['full mesh', fullMesh],
] as const)('whatever happens, by %s', (_, config) => {
  it('all of these laws hold after each input', () => {
    fc.assert(
      fc.property(fc.array(happenings, { maxLength: 120, size: 'max' }), (all) => {
        expect(brokenBy(config, all)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
