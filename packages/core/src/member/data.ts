/**
 * What the application hands over as data, checked and copied at the door. Reading it may run the
 * application's own code (a getter, a proxy): what that throws is a refusal like any other.
 */
import { type CheckedValue, type MemberInfo, toValue, type Value } from '../model/index.ts'
import { clusterError } from '../rim/index.ts'

/** @throws ClusterError `invalid-value`, saying where and why. */
export function toData(value: unknown): Value {
  const checked = check(value)
  if (checked.ok) return checked.value
  throw clusterError('invalid-value', `${checked.path} ${checked.reason}`)
}

/** As `toData`, for a member's own info. */
export function toInfo(value: unknown): MemberInfo {
  const data = toData(value)
  const isMap =
    typeof data === 'object' &&
    data !== null &&
    !Array.isArray(data) &&
    !(data instanceof Uint8Array)
  if (!isMap) throw clusterError('invalid-value', 'member info must be an object')
  return data as MemberInfo
}

function check(value: unknown): CheckedValue {
  try {
    return toValue(value)
  } catch (cause) {
    throw clusterError('invalid-value', 'reading it failed', cause)
  }
}
