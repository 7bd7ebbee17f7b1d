/**
 * What is to be done at which virtual time, earliest first, in the order of adding at one time.
 */
export interface Appointment {
  readonly atMs: number
  readonly run: () => void
}

export class Agenda {
  #appointments: readonly Appointment[] = []

  add(appointment: Appointment): void {
    const at = this.#appointments.findIndex(({ atMs }) => atMs > appointment.atMs)
    this.#appointments = this.#appointments.toSpliced(
      at < 0 ? this.#appointments.length : at,
      0,
      appointment,
    )
  }

  /** The next one, taken out; undefined: nothing is left that is to be before `untilMs`. */
  take(untilMs: number): Appointment | undefined {
    const [first, ...others] = this.#appointments
    if (first === undefined || first.atMs > untilMs) return undefined
    this.#appointments = others
    return first
  }
}
