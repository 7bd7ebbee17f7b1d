import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type ExitCode, quorate } from './index.ts'

interface Ended {
  readonly exitCode: ExitCode
  readonly output: string
  readonly errors: string
}

async function run(...args: readonly string[]): Promise<Ended> {
  const output: string[] = []
  const errors: string[] = []
  const exitCode = await quorate(args, {
    environment: { QUORATE_SECRET: 'tiny' },
    input: new PassThrough(),
    output: { write: (line) => void output.push(line), colours: false },
    errors: { write: (line) => void errors.push(line), colours: false },
    now: () => 0,
    whenAskedToEnd: () => undefined,
  })
  return { exitCode, output: output.join('\n'), errors: errors.join('\n') }
}

const given = ['run', '--name', 'a', '--cluster', 'demo']

describe('the command line', () => {
  it('has help for each command', async () => {
    expect(await run('--help')).toMatchObject({ exitCode: 0, errors: '' })
    const { exitCode, output } = await run('run', '--help')
    expect(exitCode).toBe(0)
    expect(output).toContain('Usage: quorate run')
    expect(output).toContain('kept in memory')
    expect(output).not.toContain('--secret ')
  })

  it.each([
    ['--name', ['run', '--name', 'A', '--cluster', 'demo'], 'a-z 0-9'],
    ['--name', ['run', '--cluster', 'demo'], 'required'],
    ['--cluster', ['run', '--name', 'a', '--cluster', 'x y'], 'A-Z a-z 0-9'],
    ['--nats', [...given, '--nats', 'http://x'], 'nats://HOST:PORT'],
    ['--period', [...given, '--period', '1'], 'from 10ms to 10m'],
    ['--replication', [...given, '--replication', '0'], 'from 1 to 1000'],
    ['--info', [...given, '--info', 'rack'], 'KEY=VALUE'],
    ['--join', [...given, '--join', 'a'], 'another member'],
    ['--log', [...given, '--log', ''], 'path of a folder'],
    ['--salvage', [...given, '--salvage'], 'needs --log'],
    ['--secret', [...given, '--secret', 'sesame, open'], 'unknown option'],
    ['--secret-file', [...given, '--secret-file', '/nowhere'], 'cannot be read'],
    ['QUORATE_SECRET', given, 'at least 8 bytes'],
    ['fly', ['fly'], 'unknown command'],
  ])('refuses a wrong %s, saying what is allowed', async (name, args, allowed) => {
    const { exitCode, errors } = await run(...args)
    expect(exitCode).toBe(2)
    expect(errors).toContain(name)
    expect(errors).toContain(allowed)
    expect(errors).not.toMatch(/tiny|sesame/)
  })
})
