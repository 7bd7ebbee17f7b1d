/** Door of the disk: core's `Fs` on Node's own file system. */
export { folderMade, nodeFs } from './node-fs.ts'
