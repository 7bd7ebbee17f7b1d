/**
 * The streams an application subscribes to. Hot; they complete when the member stops and never
 * error. A subscriber that throws is the application's bug: it is reported once per throw to
 * `onFailure`, stays subscribed, and disturbs neither the member nor any other subscriber.
 * (Behind operators of the application's own, RxJS's rule holds: an uncaught error.)
 */
import { Observable, type Observer, Subscriber, type Subscription } from 'rxjs'

type Next<T> = Partial<Observer<T>> | ((value: T) => void) | null

export class PublicStream<T> extends Observable<T> {
  readonly #onFailure: (error: unknown) => void

  constructor(stream: Observable<T>, onFailure: (error: unknown) => void) {
    super((subscriber) => stream.subscribe(subscriber))
    this.#onFailure = onFailure
  }

  override subscribe(observerOrNext?: Next<T>): Subscription {
    if (typeof observerOrNext === 'function') return super.subscribe(this.#guard(observerOrNext))
    const observer: Partial<Observer<T>> = observerOrNext ?? {}
    // An operator's subscriber is RxJS's own and knows what to do with what is thrown behind it.
    if (observer instanceof Subscriber) return super.subscribe(observer)
    const guarded: Observer<T> = {
      next: this.#guard((value: T) => observer.next?.(value)),
      error: this.#guard((error: unknown) => observer.error?.(error)),
      complete: this.#guard<void>(() => observer.complete?.()),
    }
    return super.subscribe(guarded)
  }

  #guard<V>(call: (value: V) => void): (value: V) => void {
    return (value) => {
      try {
        call(value)
      } catch (error) {
        this.#onFailure(error)
      }
    }
  }
}
