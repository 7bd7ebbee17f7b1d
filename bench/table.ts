/**
 * Figures as a table for a person: the median with its extremes, the target, whether it is met,
 * what a formula or a peer has for the same, and what the figure is. Plain text, so that it reads
 * the same in a file.
 */
import { type Figure, isMet } from './figure.ts'

const before = ['benchmark', 'median', 'min', 'max', 'unit', 'target', ''] as const
const after = 'what it is'

const signs = { 'at-least': '≥', 'at-most': '≤', exactly: '=' } as const

export function tableOf(figures: readonly Figure[]): string {
  const others = [...new Set(figures.flatMap(({ beside = {} }) => Object.keys(beside)))]
  const columns = [...before, ...others, after]
  const rows = [columns, ...figures.map((figure) => rowOf(figure, others))]
  const widths = columns.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const isNumeric = (column: number): boolean => isNumber(column, others.length)
  return rows.map((row) => lineOf(row, widths, isNumeric)).join('\n')
}

function rowOf(figure: Figure, others: readonly string[]): readonly string[] {
  const { target, beside = {} } = figure
  return [
    figure.name,
    show(figure.value),
    show(figure.min),
    show(figure.max),
    figure.unit,
    target === undefined ? '' : `${signs[target.is]} ${show(target.value)}`,
    verdicts[String(isMet(figure)) as keyof typeof verdicts],
    ...others.map((other) => showAny(beside[other])),
    figure.note,
  ]
}

const showAny = (value: number | undefined): string => (value === undefined ? '' : show(value))

const verdicts = { true: 'met', false: 'MISSED', undefined: '' } as const

/** Columns of numbers are set to the right: the figure's own, and what is beside it. */
const isNumber = (column: number, others: number): boolean =>
  (column >= 1 && column <= 3) || (column >= before.length && column < before.length + others)

const lineOf = (
  row: readonly string[],
  widths: readonly number[],
  isNumeric: (column: number) => boolean,
): string =>
  row
    .map((cell, column) => {
      const width = widths[column] ?? 0
      return isNumeric(column) ? cell.padStart(width) : cell.padEnd(width)
    })
    .join('  ')
    .trimEnd()

function show(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return grouped(Math.round(value))
  return value.toPrecision(3)
}

const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
