/**
 * What becomes of a frame that arrived: a proven body, frames to send in return, or a refusal with
 * its reason. Decides nothing.
 */
import type { Address, FrameRefusalReason, Sender } from '../model/index.ts'

/** A frame to put on the wire. */
export interface Outgoing {
  readonly to: Address
  readonly bytes: Uint8Array
}

export type Opened =
  | { readonly kind: 'body'; readonly from: Sender; readonly body: Uint8Array }
  | { readonly kind: 'ready'; readonly frames: readonly Outgoing[] }
  | {
      readonly kind: 'refused'
      readonly reason: FrameRefusalReason
      readonly detail: string
      readonly answer: Outgoing | undefined
    }

export const refused = (
  reason: FrameRefusalReason,
  detail: string,
): Extract<Opened, { kind: 'refused' }> => ({
  kind: 'refused',
  reason,
  detail,
  answer: undefined,
})
