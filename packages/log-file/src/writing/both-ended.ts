/**
 * Two calls under way together, as one that ends when both have: whatever comes after a failure
 * must not meet the other one still running.
 */
import { Observable } from 'rxjs'

/** Fails, if one does, as the first that did. */
export const bothEnded = (one: Observable<never>, other: Observable<never>): Observable<never> =>
  new Observable((subscriber) => {
    let left = 2
    let failure: { readonly error: unknown } | undefined
    const ended = (): void => {
      if (--left > 0) return
      if (failure === undefined) subscriber.complete()
      else subscriber.error(failure.error)
    }
    const failed = (error: unknown): void => {
      failure ??= { error }
      ended()
    }
    for (const each of [one, other]) each.subscribe({ complete: ended, error: failed })
  })
