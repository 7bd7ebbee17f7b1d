/**
 * How a fault is taken back. Every verb that breaks something returns one of these: called once it
 * ends what that call began and nothing else; called again, or after the fault ended otherwise, it
 * does nothing. It must never undo what another call began, however alike the two are.
 */

/** Ends one fault; harmless when that has ended already. */
export type Undo = () => void
