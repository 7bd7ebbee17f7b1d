/** Door of the details beside the diagram. */
export { Panel } from './panel.ts'
