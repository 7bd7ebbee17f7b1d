/**
 * Work that begins now, whoever waits for it and when.
 */
import { ReplaySubject } from 'rxjs'
import type { Observable } from 'rxjs'

/** Whoever subscribes hears how it ends, also when it has. */
export function begun(work: Observable<never>): Observable<never> {
  const ending = new ReplaySubject<never>()
  work.subscribe(ending)
  return ending
}
