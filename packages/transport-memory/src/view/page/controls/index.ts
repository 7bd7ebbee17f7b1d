/** Door of what people do with the page. */
export { showChips } from './chips.ts'
export { showHelp } from './help.ts'
export { listenToKeys } from './keyboard.ts'
export { listenOnChart, listenOnOverview } from './pointer.ts'
