/**
 * An application whose methods run as its member's own code, whoever calls them: a workload, a
 * check, a script. So what it finds ambient is an error there too, and says whose. It is otherwise
 * what it was; it must never change what a method is given or gives back.
 */

/** Runs work as somebody's. */
export type As = <T>(work: () => T) => T

type Method = (...args: readonly unknown[]) => unknown

/** What is no object with methods is left as it is. */
export function actingApp<App>(app: App, as: As): App {
  if (typeof app !== 'object' || app === null) return app
  const methods = new Map<unknown, Method>()
  const shown = (method: Method): Method => {
    const made = methods.get(method) ?? ((...args) => as(() => Reflect.apply(method, app, args)))
    methods.set(method, made)
    return made
  }
  return new Proxy(app, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target)
      const isMethod = typeof value === 'function' && property !== 'constructor'
      return isMethod && !isFixed(target, property) ? shown(value as Method) : value
    },
    set: (target, property, value) => Reflect.set(target, property, value, target),
  })
}

/** A proxy must show such a property as it is. */
function isFixed(target: object, property: string | symbol): boolean {
  const own = Reflect.getOwnPropertyDescriptor(target, property)
  return own !== undefined && own.configurable === false && own.writable === false
}
