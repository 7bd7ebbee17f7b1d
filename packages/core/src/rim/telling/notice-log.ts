/**
 * What of the notices a person reading the log should see, and how loud.
 */
import type { Notice } from '../../model/index.ts'
import type { Logger } from '../../ports/index.ts'

const levels: { readonly [Kind in Notice['kind']]: keyof Logger } = {
  'peer-failed': 'warn',
  'peer-recovered': 'info',
  'peer-suspected': 'info',
  'peer-confirmed': 'debug',
  'peer-refuted': 'info',
  accused: 'warn',
  'member-joined': 'info',
  'member-left': 'info',
  'member-ejected': 'info',
  'member-replaced': 'info',
  'member-moved': 'info',
  'member-down': 'warn',
  'member-up': 'info',
  replayed: 'info',
  revised: 'info',
  conflict: 'warn',
  void: 'warn',
  displaced: 'warn',
  'store-renewed': 'warn',
  superseded: 'error',
  forked: 'error',
  'listed-elsewhere': 'warn',
  'frame-refused': 'debug',
  'message-refused': 'debug',
  warning: 'warn',
  'housekeeping-done': 'debug',
}

export function logNotice(logger: Logger, notice: Notice): void {
  logger[levels[notice.kind]](notice, notice.kind)
}
