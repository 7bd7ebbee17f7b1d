#!/usr/bin/env node
/**
 * The `quorate` command: this process as surroundings, and its exit code. What was said is taken
 * before it ends, but who was asked to end does not wait long for a reader that stands still.
 */
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { flushed, processSurroundings } from './commands/surroundings.ts'
import { quorate } from './quorate.ts'

const patienceMs = 1000

const its = processSurroundings(process)
const asked = new AbortController()
const exitCode = await quorate(process.argv.slice(2), {
  ...its,
  whenAskedToEnd: (end) =>
    its.whenAskedToEnd(() => {
      asked.abort()
      end()
    }),
})
const allTaken = Promise.all([flushed(process.stdout), flushed(process.stderr)])
await (asked.signal.aborted ? Promise.race([allTaken, setTimeout(patienceMs)]) : allTaken)
process.exit(exitCode)
