/**
 * Shows that a suite can fail: an implementation that keeps every promise passes, each way of
 * breaking one is caught by the case named beside it, and no case is without a flaw that it catches.
 */
import { describe, expect, it } from 'vitest'
import { type Contract, type Harness, verify } from './contract.ts'

export interface Proof<H extends Harness, Flaw extends string> {
  /** What the contract is about: a clock, a store. */
  readonly what: string
  readonly contract: Contract<H>
  readonly harnessOf: (flaw?: Flaw) => H
  /** Each flaw, and how the name of the case that catches it begins. */
  readonly flaws: { readonly [Each in Flaw]: string }
}

export function describeFlaws<H extends Harness, Flaw extends string>(proof: Proof<H, Flaw>): void {
  const { what, contract, harnessOf, flaws } = proof
  const begins = Object.entries<string>(flaws) as [Flaw, string][]

  describe(`a ${what} that keeps every promise`, () => {
    for (const contractCase of contract) {
      it(contractCase.name, () => verify(contractCase, () => harnessOf()))
    }
  })

  describe(`a flawed ${what} is caught`, () => {
    it.each(begins)('%s: %s …', async (flaw, start) => {
      const [contractCase, ...others] = contract.filter(({ name }) => name.startsWith(start))
      if (contractCase === undefined) throw new Error(`no case begins with ${start}`)
      expect(others).toEqual([])
      await expect(verify(contractCase, () => harnessOf(flaw))).rejects.toThrow()
    })

    it('every case catches a flaw', () => {
      const isCaught = (name: string): boolean => begins.some(([, start]) => name.startsWith(start))
      expect(contract.map(({ name }) => name).filter((name) => !isCaught(name))).toEqual([])
    })
  })
}
