/** The script of a module and all it imports; `call` is done with what the module exports. */
export function linked(entry: string, call: string): string
