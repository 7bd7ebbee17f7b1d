/** The demo: a story that shows what Quorate does, on a simulated network or over a real server. */
export { membersMax, membersMin, seedMax } from './demo-options.ts'
export { runDemo } from './run-demo.ts'
