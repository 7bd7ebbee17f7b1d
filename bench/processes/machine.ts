/** What figures of real time depend on, for the note beside them: the machine and its load now. */
import { cpus, loadavg } from 'node:os'

export function machineText(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${cpus().length} cores ${model}, Node ${process.version}, load before ${load}`
}
