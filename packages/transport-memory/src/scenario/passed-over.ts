/**
 * How an operation ends that makes no sense where the run is: nobody runs, or not the one it is
 * for. It is no failure: any part of a plan must be a plan.
 */
export class PassedOver extends Error {
  override readonly name: string = 'PassedOver'
}
