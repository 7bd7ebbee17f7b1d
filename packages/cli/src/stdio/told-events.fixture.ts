// One notice of each kind and the line it becomes, as docs/stdio.md shows it.
import type { EntryId, MemberName, Notice, StoreId } from '@quorate/core'

export const eventLines: string = String.raw`
// #region lifecycle
{"event":"state","state":"degraded","reasons":["too-many-failed"]}
{"event":"joined","contact":"b"}
{"event":"join-failed","contact":"b","code":"network-error","message":"…","isFinal":false}
{"event":"name-taken","name":"a"}
// #endregion lifecycle
// #region verdicts
{"event":"peer-suspected","name":"c","by":"a"}
{"event":"peer-confirmed","name":"c","by":"b"}
{"event":"peer-refuted","name":"c","refutations":1}
{"event":"peer-failed","name":"c","reason":"c did not answer within 200 ms","by":"a"}
{"event":"peer-recovered","name":"c"}
{"event":"accused","by":"a","status":"suspect"}
{"event":"member-down","name":"c","store":"77","by":"a"}
{"event":"member-up","name":"c","store":"77","by":"a"}
{"event":"member-joined","name":"c","store":"77","by":"a"}
{"event":"member-left","name":"c","store":"77","by":"c"}
{"event":"member-ejected","name":"c","store":"77","by":"a"}
{"event":"member-replaced","name":"c","store":"77","by":"a"}
{"event":"member-moved","name":"c","store":"77","by":"c"}
{"event":"displaced","name":"c","now":"c#77777777"}
// #endregion verdicts
// #region replays
{"event":"replayed","inserted":2,"position":7,"refolded":5,"keys":["limit"]}
{"event":"revised","key":"limit","was":10,"now":{"$bytes":"AQID"}}
{"event":"revised","key":"limit","was":10}
{"event":"void","entry":{"stream":"s","seq":4},"entryKind":"member-ejected","reason":"last-member"}
// #endregion replays
// #region conflict
{"event":"conflict","key":"limit","lost":{"stream":"s","seq":4},"lostValue":10,
 "won":{"stream":"t","seq":2},"wonValue":20}
// #endregion conflict
// #region identity
{"event":"store-renewed","was":"77","now":"88","entry":{"stream":"s","seq":4}}
{"event":"superseded","store":"77","by":"88","address":"d"}
{"event":"forked","entry":{"stream":"s","seq":4},"held":"aa","other":"bb","from":"a"}
{"event":"listed-elsewhere","cluster":"99","by":"a","address":"a"}
// #endregion identity
// #region refusals
{"event":"frame-refused","from":"x","reason":"invalid-token","detail":"…"}
{"event":"message-refused","from":"x","messageKind":"ping","code":"not-member","detail":"…"}
{"event":"warning","code":"log-growing","detail":"…"}
// #endregion refusals
`

const name = 'c' as MemberName
const by = 'a' as MemberName
const store = '77' as StoreId
const lost = { stream: 's', seq: 4 } as EntryId
const won = { stream: 't', seq: 2 } as EntryId
const detail = '…'

export const notices: readonly Notice[] = [
  { kind: 'peer-suspected', name, by },
  { kind: 'peer-confirmed', name, by: 'b' },
  { kind: 'peer-refuted', name, refutations: 1 },
  { kind: 'peer-failed', name, reason: 'c did not answer within 200 ms', by },
  { kind: 'peer-recovered', name },
  { kind: 'accused', by, status: 'suspect' },
  { kind: 'member-down', name, store, by },
  { kind: 'member-up', name, store, by },
  { kind: 'member-joined', name, store, by },
  { kind: 'member-left', name, store, by: name },
  { kind: 'member-ejected', name, store, by },
  { kind: 'member-replaced', name, store, by },
  { kind: 'member-moved', name, store, by: name },
  { kind: 'displaced', name, now: 'c#77777777' as MemberName },
  { kind: 'replayed', inserted: 2, position: 7, refolded: 5, keys: ['limit'] },
  { kind: 'revised', key: 'limit', was: 10, now: Uint8Array.of(1, 2, 3) },
  { kind: 'revised', key: 'limit', was: 10, now: undefined },
  { kind: 'void', entry: lost, event: 'member-ejected', reason: 'last-member' },
  { kind: 'conflict', key: 'limit', lost, lostValue: 10, won, wonValue: 20 },
  { kind: 'store-renewed', was: store, now: '88' as StoreId, entry: lost },
  { kind: 'superseded', store, by: '88' as StoreId, address: 'd' as never },
  { kind: 'forked', entry: lost, held: 'aa', other: 'bb', from: by },
  { kind: 'listed-elsewhere', cluster: '99', by, address: 'a' as never },
  { kind: 'frame-refused', from: 'x' as never, reason: 'invalid-token', detail },
  {
    kind: 'message-refused',
    from: 'x' as MemberName,
    message: 'ping',
    refusal: { kind: 'not-member', detail },
  },
  { kind: 'warning', code: 'log-growing', detail },
]
