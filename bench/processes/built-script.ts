/**
 * Where the compiled form of a script is that runs as a process of its own: beside the file that
 * starts it, in the `dist` folder of bench. So sources (tests) start it too, if it is built.
 */
import { fileURLToPath } from 'node:url'

/** @param starter `import.meta.url` of the file that starts it. */
export function builtScript(starter: string, name: string): string {
  const compiled = starter.replace(/\/bench\/(?!dist\/)/, '/bench/dist/')
  return fileURLToPath(new URL(`./${name}.js`, compiled))
}
