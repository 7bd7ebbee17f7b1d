// What a driver and the member `a` say to each other, as docs/stdio.md shows it and
// `every-operation.test.ts` plays it: a request, then its answer. "…" stands for any value; as the
// last item of a list for any further ones, as a key for any further fields.

export const transcript: string = String.raw`
// #region put
{"id":1,"op":"put","key":"limit","value":10}
{"id":1,"ok":{"stream":"…","seq":"…"}}
// #endregion put
// #region put-basis
{"id":2,"op":"put","key":"image","value":{"size":3,"raw":{"$bytes":"AQID"}},"basis":null}
{"id":2,"ok":{"stream":"…","seq":"…"}}
// #endregion put-basis
// #region put-refused
{"id":3,"op":"put","key":"members","value":[]}
{"id":3,"error":{"code":"reserved-key","message":"…"}}
{"id":4,"op":"put","key":"limit","value":1,"until":"committed"}
{"id":4,"error":{"code":"no-quorum","message":"…"}}
// #endregion put-refused
// #region get
{"id":5,"op":"get","key":"image"}
{"id":5,"ok":{"value":{"raw":{"$bytes":"AQID"},"size":3}}}
{"id":6,"op":"get","key":"nothing"}
{"id":6,"ok":null}
// #endregion get
// #region delete
{"id":7,"op":"delete","key":"limit"}
{"id":7,"ok":{"stream":"…","seq":"…"}}
{"id":8,"op":"delete","key":"limit"}
{"id":8,"ok":null}
// #endregion delete
// #region explain
{"id":9,"op":"explain","key":"limit"}
{"id":9,"ok":[{"id":"…","by":"a","at":"…","event":"…","outcome":"overridden","…":"…"},"…"]}
{"id":10,"op":"explain","name":"b"}
{"id":10,"ok":[{"by":"a","event":{"kind":"member-joined","…":"…"},"…":"…"},"…"]}
// #endregion explain
// #region stateInfo
{"id":11,"op":"stateInfo"}
{"id":11,"ok":{"ts":["a","…"],"tsold":"…","members":[{"name":"a","address":"a"},"…"],"…":"…"}}
// #endregion stateInfo
// #region version
{"id":12,"op":"version"}
{"id":12,"ok":{"vector":{"…":"…"},"hash":"…"}}
// #endregion version
// #region log
{"id":13,"op":"log"}
{"id":13,"ok":[{"stream":"…","seq":0,"store":"…","hlc":{"l":"…","c":0},"view":0,"…":"…"},"…"]}
// #endregion log
// #region members
{"id":14,"op":"members"}
{"id":14,"ok":[{"name":"a","address":"a"},{"name":"b","address":"b"},"…"]}
// #endregion members
// #region peers
{"id":15,"op":"peers"}
{"id":15,"ok":[{"name":"b","status":"alive","reason":"","address":"b","…":"…"},"…"]}
// #endregion peers
// #region failed
{"id":16,"op":"failed"}
{"id":16,"ok":[]}
// #endregion failed
// #region setMemberInfo
{"id":17,"op":"setMemberInfo","info":{"rack":7}}
{"id":17,"ok":{"stream":"…","seq":"…"}}
// #endregion setMemberInfo
// #region memberInfo
{"id":18,"op":"memberInfo"}
{"id":18,"ok":{"a":{"rack":7},"b":{"rack":"2"},"c":{},"d":{},"e":{}}}
{"id":19,"op":"memberInfo","name":"b"}
{"id":19,"ok":{"b":{"rack":"2"}}}
{"id":20,"op":"memberInfo","name":"z"}
{"id":20,"error":{"code":"unknown-peer","message":"…"}}
// #endregion memberInfo
// #region ping
{"id":21,"op":"ping","name":"b"}
{"id":21,"ok":{"name":"b","roundTripMs":"…"}}
{"id":22,"op":"ping","name":"z"}
{"id":22,"error":{"code":"unknown-peer","message":"…"}}
// #endregion ping
// #region onRequest
{"id":23,"op":"onRequest","mode":"upper"}
{"id":23,"ok":true}
// #endregion onRequest
// #region request
{"id":24,"op":"request","to":"b","data":"hello","timeout":2000}
{"id":24,"ok":{"value":"HELLO"}}
{"id":25,"op":"request","to":"c","data":"no such file"}
{"id":25,"error":{"code":"member-error","message":"Member error (no such file)"}}
{"id":26,"op":"request","to":"d","data":null,"timeout":300}
{"id":26,"error":{"code":"network-error","message":"…"}}
// #endregion request
// #region join
{"id":27,"op":"join","contact":"b"}
{"id":27,"error":{"code":"name-taken","message":"…"}}
{"id":28,"op":"join","contact":"nobody","timeout":500}
{"id":28,"error":{"code":"network-error","message":"…"}}
// #endregion join
// #region eject
{"id":29,"op":"eject","name":"e"}
{"id":29,"ok":true}
{"id":30,"op":"eject","name":"e"}
{"id":30,"ok":false}
// #endregion eject
// #region wrong
{"id":"x-1","op":"put","key":"limit"}
{"id":"x-1","error":{"code":"invalid-option","message":"Invalid option (value must be given)"}}
{"id":"x-2","op":"get","key":"limit","name":"b"}
{"id":"x-2","error":{"code":"invalid-option","message":"…"}}
{"op":"vote"}
{"id":null,"error":{"code":"invalid-option","message":"…"}}
// #endregion wrong
// #region leave
{"id":31,"op":"leave"}
{"id":31,"ok":true}
{"id":32,"op":"leave","timeout":1000}
{"id":32,"error":{"code":"not-joined","message":"…"}}
// #endregion leave
// #region stop
{"id":33,"op":"stop"}
{"id":33,"ok":true}
// #endregion stop
`

export interface Exchange {
  readonly request: { readonly op: string }
  /** The request as it stands in the transcript. */
  readonly line: string
  readonly answer: unknown
}

/** The requests of a transcript, each with its answer. */
export function exchangesOf(text: string): readonly Exchange[] {
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  return lines.flatMap((line, index) => {
    const request = JSON.parse(line)
    return 'op' in request ? [{ request, line, answer: JSON.parse(lines[index + 1] ?? '') }] : []
  })
}

const any = '…'

/** Whether this is what was expected, where "…" stands for anything. */
export function matches(expected: unknown, actual: unknown): boolean {
  if (expected === any) return true
  if (Array.isArray(expected)) return Array.isArray(actual) && matchesList(expected, actual)
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, actual)
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false
  const wanted = Object.entries(expected).filter(([key]) => key !== any)
  if (wanted.some(([key, value]) => !(key in actual) || !matches(value, Reflect.get(actual, key))))
    return false
  return any in expected || Object.keys(actual).length === wanted.length
}

function matchesList(expected: readonly unknown[], actual: readonly unknown[]): boolean {
  const isOpen = expected.at(-1) === any
  const wanted = isOpen ? expected.slice(0, -1) : expected
  const fits = isOpen ? actual.length >= wanted.length : actual.length === wanted.length
  return fits && wanted.every((item, index) => matches(item, actual[index]))
}
