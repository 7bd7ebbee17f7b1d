/**
 * Bounds the wait for a client's promise: a flush or a drain never settles while a server is
 * connected but silent.
 */

/** As the promise, or a rejection once `deadlineMs` have passed. */
export function within<Value>(
  promise: Promise<Value>,
  deadlineMs: number,
  what: string,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const expired = (): void => reject(new Error(`${what} took longer than ${deadlineMs} ms`))
    const timer = setTimeout(expired, deadlineMs)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
