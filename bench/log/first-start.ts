/** A process that starts one member and says how long that took. Arguments: folder, entries. */
import { startOf } from './member-start.ts'

const [folder = '', count = ''] = process.argv.slice(2)
process.stdout.write(`${await startOf(folder, Number(count))}\n`)
