/** Door of the page's script; it is put into the page whole, and imported by nobody else. */
export { startPage } from './start.ts'
