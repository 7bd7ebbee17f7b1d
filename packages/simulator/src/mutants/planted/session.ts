/**
 * Bugs in who is believed: MACs, runs, repeats.
 */
import type { Mutant } from '../mutant.ts'

export const sessionMutants: readonly Mutant[] = [
  {
    name: 'mac-not-checked',
    area: 'session',
    file: 'session/authenticate.js',
    find: 'key !== undefined && this.#options.crypto.verify(key, decoded.signed, decoded.mac)',
    replace: 'key !== undefined',
    why: 'a damaged or forged frame counts',
    expects: ['F1', 'S1'],
  },
  {
    name: 'replay-window-off',
    area: 'session',
    file: 'session/replay-window.js',
    find: 'else if (this.#has(counter)) return false;',
    replace: '',
    why: 'a frame within the window counts as often as it comes',
    expects: ['F4'],
  },
  {
    name: 'nonce-not-checked',
    area: 'session',
    file: 'session/authenticate.js',
    find: 'if (envelope.receiverNonce !== this.#nonce) return { ...refused(',
    replace: 'if (envelope.receiverNonce === 0n) return { ...refused(',
    why: 'frames for an earlier run of this member count in this one',
    expects: ['F3'],
  },
  {
    name: 'waiting-dropped',
    area: 'session',
    file: 'session/authenticate.js',
    find: 'const frames = this.#sealWaiting(peer, place);',
    replace: 'const frames = [];',
    why: 'what waited for a nonce is thrown away when it comes',
    expects: ['F10'],
  },
]
