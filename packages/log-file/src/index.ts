/** Quorate's log in files: the disk it stands on. The only door. */
export { nodeFs } from './disk/index.ts'
