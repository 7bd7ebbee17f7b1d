/**
 * Figures as a table for a person: the median with its extremes, the target, whether it is met, and
 * what the figure is. Plain text, so that it reads the same in a file.
 */
import { type Figure, isMet } from './figure.ts'

const columns = ['benchmark', 'median', 'min', 'max', 'unit', 'target', '', 'what it is'] as const

const signs = { 'at-least': '≥', 'at-most': '≤', exactly: '=' } as const

export function tableOf(figures: readonly Figure[]): string {
  const rows = [columns, ...figures.map(rowOf)]
  const widths = columns.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) => lineOf(row, widths)).join('\n')
}

function rowOf(figure: Figure): readonly string[] {
  const { target } = figure
  return [
    figure.name,
    show(figure.value),
    show(figure.min),
    show(figure.max),
    figure.unit,
    target === undefined ? '' : `${signs[target.is]} ${show(target.value)}`,
    verdicts[String(isMet(figure)) as keyof typeof verdicts],
    figure.note,
  ]
}

const verdicts = { true: 'met', false: 'MISSED', undefined: '' } as const

/** Columns of numbers are set to the right. */
const isNumeric = (column: number): boolean => column >= 1 && column <= 3

const lineOf = (row: readonly string[], widths: readonly number[]): string =>
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
