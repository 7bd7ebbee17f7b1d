/**
 * One run of the nats-server binary: started, watched, ended. Keeps one invariant: the server does
 * not outlive this process, however this process ends. A watchdog (`sh`, holding the other end of
 * a pipe that only our death or `end` closes) kills it when even SIGKILL ended us. Both run in
 * groups of their own, so that Ctrl-C reaches them through us and in our order. Neither keeps this
 * process alive.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'

const outputKept = 4096

/** A started process; `exited` resolves, never rejects, when it is gone. */
export interface ServerProcess {
  readonly pid: number | undefined
  readonly exited: Promise<void>
  readonly isRunning: () => boolean
  /** The end of what it wrote to stderr, for an error message. */
  readonly output: () => string
  /** Sends a signal; nothing happens when it is gone. */
  readonly signal: (signal: 'SIGTERM' | 'SIGKILL') => void
}

export function startProcess(binary: string, args: readonly string[]): ServerProcess {
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  const output = keepOutput(child)
  const watchdog = child.pid === undefined ? undefined : startWatchdog(child.pid)
  let running = child.pid !== undefined
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false
      watchdog?.kill('SIGKILL')
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  child.unref()
  return {
    pid: child.pid,
    exited,
    isRunning: () => running,
    output,
    signal: (signal) => {
      if (!running) return
      child.ref()
      child.kill(signal)
    },
  }
}

/** For `sh`: waits until its standard input ends, then kills. */
export const watchdogArguments = (pid: number): string[] => ['-c', `read -r _; kill -9 ${pid}`]

function startWatchdog(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', watchdogArguments(pid), {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.on('error', ignore)
  watchdog.stdin?.on('error', ignore)
  unreference(watchdog.stdin)
  watchdog.unref()
  return watchdog
}

function keepOutput(child: ChildProcess): () => string {
  let kept = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    kept = (kept + chunk.toString()).slice(-outputKept)
  })
  unreference(child.stderr)
  return () => kept
}

/** Pipes of child processes are sockets, which their declared type does not say. */
function unreference(stream: object | null): void {
  if (stream instanceof Socket) stream.unref()
}

const ignore = (): void => undefined
