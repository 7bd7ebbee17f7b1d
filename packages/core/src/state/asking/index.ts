/** Door of asking: why things are as they are, and how they were. */
export { atChange, atTime, atVector, type Past } from './as-of.ts'
export {
  explain,
  explainEntries,
  type Explanation,
  type ExplanationSubject,
  type MentionedEntry,
} from './explain.ts'
