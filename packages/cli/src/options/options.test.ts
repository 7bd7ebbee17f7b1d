import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDuration } from './duration.ts'
import { parseFaults } from './fault-mix.ts'
import { addInfoPair } from './info-pair.ts'
import { parseClusterName, parseContact, parseMemberName } from './names.ts'
import { readSecret, secretVariable } from './secret.ts'
import { parseSeed, seedOfNow } from './seed.ts'
import { parseServers } from './servers.ts'
import { parseVirtualTime } from './virtual-time.ts'
import { wholeNumber } from './whole-number.ts'

describe('durations', () => {
  it.each([
    ['10ms', 10],
    ['500ms', 500],
    ['1s', 1000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['10m', 600_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', '1', 's', '1 s', '-1s', '1h', '1e3ms', '1s ', '0s', '9ms', '11m', 'Infinitys'])(
    'refuses "%s" and says what is allowed',
    (text) => {
      expect(() => parseDuration(text)).toThrow(InvalidArgumentError)
      expect(() => parseDuration(text)).toThrow('from 10ms to 10m')
    },
  )
})

describe('virtual times', () => {
  it.each(['1s', '1000ms', '1.5m', '24h'])('takes %s', (text) => {
    expect(parseVirtualTime(text)).toBe(text)
  })

  it.each(['', '10', '999ms', '25h', '-1s', '1d', '1 s'])('refuses "%s"', (text) => {
    expect(() => parseVirtualTime(text)).toThrow('from 1s to 24h')
  })
})

describe('faults', () => {
  it('are a swarm, all of them in every run, none, or some by name', () => {
    expect(parseFaults('swarm').mix).toMatchObject({ isSwarm: true })
    expect(parseFaults('all').mix).toMatchObject({ isSwarm: false })
    expect(parseFaults('all').mix.kinds).toEqual(parseFaults('swarm').mix.kinds)
    expect(parseFaults('none').mix.kinds).toEqual([])
    expect(parseFaults('cut,crash')).toEqual({
      text: 'cut,crash',
      mix: { kinds: ['cut', 'crash'], isSwarm: false },
    })
  })

  it.each(['', 'cut,', 'cut, crash', 'fire', 'swarm,cut'])('refuses "%s"', (text) => {
    expect(() => parseFaults(text)).toThrow('swarm, all, none, or kinds')
  })
})

describe('seeds', () => {
  it('are short texts', () => {
    expect(['42', '42.17', 'a-b_c'].map(parseSeed)).toEqual(['42', '42.17', 'a-b_c'])
    for (const text of ['', 'a b', '../x', 'x'.repeat(65)])
      expect(() => parseSeed(text)).toThrow('It must be 1 to 64')
  })

  it('are those of the commit in CI, and random elsewhere', () => {
    const commit = { GITHUB_SHA: '0123456789abcdef' }
    expect(seedOfNow({ ...commit, CI: 'true' })).toBe('01234567')
    expect(seedOfNow(commit)).not.toBe(seedOfNow(commit))
    expect(parseSeed(seedOfNow({}))).toHaveLength(8)
  })
})

describe('info pairs', () => {
  it('gathers them; the value is all after the first equals sign, the last one counts', () => {
    const texts = ['rack=7', 'note=a=b', 'empty=', 'rack=8']
    const pairs = texts.reduce((soFar, text) => addInfoPair(text, soFar), {})
    expect(pairs).toEqual({ rack: '8', note: 'a=b', empty: '' })
  })

  it.each(['', 'rack', '=7', '__proto__=x'])('refuses "%s"', (text) => {
    expect(() => addInfoPair(text)).toThrow('KEY=VALUE')
  })
})

describe('servers', () => {
  it.each([
    ['nats://127.0.0.1:4222', ['nats://127.0.0.1:4222']],
    ['localhost', ['localhost']],
    ['tls://a.example:1, nats://[::1]:2', ['tls://a.example:1', 'nats://[::1]:2']],
  ])('takes %s', (text, servers) => {
    expect(parseServers(text)).toEqual(servers)
  })

  it.each(['', ',', 'http://a', 'nats://', 'a:0', 'a:65536', 'a:b', 'a b', 'a,'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseServers(text)).toThrow('nats://HOST:PORT')
    },
  )
})

describe('whole numbers', () => {
  const parse = wholeNumber(1, 1000)

  it('takes what is within the bounds', () => {
    expect(['1', '1000'].map(parse)).toEqual([1, 1000])
  })

  it.each(['0', '1001', '-1', '1.0', '1e2', '', 'x'])('refuses "%s"', (text) => {
    expect(() => parse(text)).toThrow('from 1 to 1000')
  })
})

describe('names', () => {
  it('takes what the core and NATS take', () => {
    expect(parseMemberName('a-1.b_2')).toBe('a-1.b_2')
    expect(parseClusterName('Demo.1')).toBe('Demo.1')
    expect(parseContact('b')).toBe('b')
  })

  it('refuses the rest and says what is allowed', () => {
    for (const parse of [parseMemberName, parseClusterName, parseContact])
      for (const text of ['', 'a b', 'ä']) expect(() => parse(text)).toThrow('It must be')
    expect(() => parseMemberName('A')).toThrow('a-z 0-9')
  })
})

describe('the secret', () => {
  let folder: string
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
  const fileWith = (content: string): string => {
    const file = join(folder, 'secret')
    writeFileSync(file, content)
    return file
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quorate-secret-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is a file without its last line ends', () => {
    const secretFile = fileWith(' in a file \r\n\n')
    expect(text(readSecret({ secretFile, environment: {} }))).toBe(' in a file ')
  })

  it('comes from the file rather than from the environment', () => {
    const environment = { [secretVariable]: 'from outside' }
    expect(text(readSecret({ secretFile: undefined, environment }))).toBe('from outside')
    expect(text(readSecret({ secretFile: fileWith('from a file'), environment }))).toBe(
      'from a file',
    )
  })

  it('is missing: it is said how to give one', () => {
    const none = { secretFile: undefined, environment: {} }
    expect(() => readSecret(none)).toThrow(/--secret-file FILE or set QUORATE_SECRET/)
  })

  it('is too short, or its file cannot be read: the source is named, the secret is not', () => {
    const environment = { [secretVariable]: 'tiny' }
    const fromFile = { secretFile: fileWith('small\n'), environment: {} }
    expect(() => readSecret({ secretFile: undefined, environment })).toThrow(
      'QUORATE_SECRET: the secret must have at least 8 bytes',
    )
    expect(() => readSecret(fromFile)).toThrow(`${fromFile.secretFile}: the secret must have`)
    expect(() => readSecret(fromFile)).not.toThrow('small')
    const secretFile = join(folder, 'nowhere')
    expect(() => readSecret({ secretFile, environment: {} })).toThrow(`${secretFile} cannot be`)
  })
})
