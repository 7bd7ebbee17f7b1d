/**
 * What the application hands over as data, checked and copied at the door.
 */
import { toValue, type Value } from '../model/index.ts'
import { clusterError } from '../rim/index.ts'

/** @throws ClusterError `invalid-value`, saying where and why. */
export function toData(value: unknown): Value {
  const checked = toValue(value)
  if (checked.ok) return checked.value
  throw clusterError('invalid-value', `${checked.path} ${checked.reason}`)
}
