/** The parts of the demo's stories, and what they are played on. */
export { ask, gather, put, read, request, restMs, share } from './opening.ts'
export { type Actor, type Stage, StoryFailed, type Wish } from './stage.ts'
export { agreed, inState, known, loggedFailed, reportsOf } from './wishes.ts'
