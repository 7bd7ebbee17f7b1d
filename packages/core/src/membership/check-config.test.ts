import { describe, expect, it } from 'vitest'
import { wrongInMembership } from './check-config.ts'
import { defaultMembershipConfig, type MembershipConfig, membershipPresets } from './config.ts'

const changed = (change: Partial<MembershipConfig>): MembershipConfig => ({
  ...defaultMembershipConfig,
  ...change,
})

describe('settings of membership', () => {
  it.each(Object.entries(membershipPresets))('of the preset %s go together', (_, preset) => {
    expect(wrongInMembership(preset)).toBeUndefined()
  })

  const numbers = Object.keys(defaultMembershipConfig).filter((name) => name !== 'probing')
  it.each(numbers)('must each be a number above 0: %s', (name) => {
    for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1'])
      expect(wrongInMembership(changed({ [name]: value }))).toContain(
        `settings.membership.${name} `,
      )
  })

  it.each([
    ['probing', { probing: 'ring' as never }],
    ['confirmations', { confirmations: 1.5 }],
    ['admitMax', { admitMax: 1.5 }],
    ['leaveFanout', { leaveFanout: 1.5 }],
    ['confirmations', { confirmations: 8 }],
    ['downObservers', { downObservers: 9 }],
    ['probeTimeoutMinMs', { probeTimeoutMinMs: 501 }],
    ['periodMs', { periodMs: 499 }],
    ['gossipMs', { gossipMs: 1001 }],
    ['suspicionMs', { suspicionMs: 599 }],
    ['suspicionMaxMult', { suspicionMaxMult: 0.5 }],
    ['gossipBytesMax', { gossipBytesMax: 79 }],
    ['reconnectMaxMs', { reconnectMaxMs: 999 }],
  ])('are refused by name: %s', (name, change) => {
    expect(wrongInMembership(changed(change))).toContain(name)
  })

  it('may be as they are at the very limit', () => {
    const change = { gossipBytesMax: 80, suspicionMs: 600, reconnectMaxMs: 1000, gossipMs: 200 }
    expect(wrongInMembership(changed(change))).toBeUndefined()
    const most = { confirmations: 7, downObservers: 8 }
    expect(wrongInMembership(changed(most))).toBeUndefined()
  })
})
