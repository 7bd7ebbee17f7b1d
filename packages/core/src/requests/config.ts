/**
 * The knobs of requests. Every limit is counted per process; a reached limit is answered with
 * `overloaded`, never with silence. `kernel/config.ts` checks that each is above 0.
 */
import type { Millis } from '../model/index.ts'

export interface RequestsConfig {
  /** How long an ask waits if its caller names no time; default 5,000 ms. */
  readonly timeoutMs: Millis
  /**
   * An unanswered request is sent again this often; default 1,000 ms. Lower hides losses sooner;
   * the receiver runs it once all the same.
   */
  readonly resendAfterMs: Millis
  /** Own requests waiting for an answer at most; default 1,024. */
  readonly inFlightMax: number
  /** Data requests with the application's handler at most; default 1,024. */
  readonly servingMax: number
  /** Answers kept per sender for repeats: at least half as many, oldest go first; default 1,024. */
  readonly replyCacheMax: number
  /** Members, and as many clients, whose ids and answers are remembered at most; default 256. */
  readonly sendersMax: number
  /**
   * A sender is remembered at least this long after its last request; default 60,000 ms. It must
   * exceed any timeout: a repeat that comes later may run again (Q3).
   */
  readonly replyKeepMs: Millis
}

export const defaultRequestsConfig: RequestsConfig = {
  timeoutMs: 5000,
  resendAfterMs: 1000,
  inFlightMax: 1024,
  servingMax: 1024,
  replyCacheMax: 1024,
  sendersMax: 256,
  replyKeepMs: 60_000,
}
