/** Door of the space-time diagram. */
export { Chart } from './chart.ts'
