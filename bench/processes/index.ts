/** Door of what benchmarks that start processes have in common. */
export { builtScript } from './built-script.ts'
export { machineText } from './machine.ts'
