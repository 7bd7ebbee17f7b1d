/**
 * Names in a row: as many as fit, then how many more.
 */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(' ')
  const shown = names.slice(0, most - 2)
  return `${shown.join(' ')} +${names.length - shown.length}`
}
