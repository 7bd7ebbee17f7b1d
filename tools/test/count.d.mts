// Types of count.mjs, for its test.

export interface TestFile {
  readonly status: string
  readonly assertionResults: readonly { readonly status: string }[]
}

export interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly TestFile[]
}

export interface Count {
  readonly passed: number
  readonly failed: number
}

export function countTests(report: VitestReport | undefined, status: number | null): Count
