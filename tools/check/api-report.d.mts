// Types of api-report.mjs, for its test.

export function apiReport(packageName: string, door: string): string
