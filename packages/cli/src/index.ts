/** The quorate command line, for who runs it inside another process. The package's only door. */
export { quorate } from './quorate.ts'
export type { ExitCode, Output, Surroundings } from './commands/surroundings.ts'
