import { describe, expect, it } from 'vitest'
import { countTests } from './count.mjs'

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] }
const failedFile = { status: 'failed', assertionResults: [{ status: 'failed' }] }
const brokenFile = { status: 'failed', assertionResults: [] }

describe('countTests', () => {
  it('counts what passed and what failed', () => {
    const testResults = [passedFile, failedFile]
    const report = { numPassedTests: 3, numFailedTests: 1, testResults }
    expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1 })
  })
  it('counts a file that does not load as a failure', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [passedFile, brokenFile] }
    expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1 })
  })
  it('counts a failed run as a failure even when no test is to blame', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [passedFile] }
    expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1 })
    expect(countTests(report, 0)).toEqual({ passed: 3, failed: 0 })
  })
  it('counts a run without a report as one failure', () => {
    expect(countTests(undefined, null)).toEqual({ passed: 0, failed: 1 })
  })
})
