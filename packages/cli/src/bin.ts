#!/usr/bin/env node
/**
 * The `quorate` command: this process as surroundings, and its exit code.
 */
import process from 'node:process'
import { flushed, processSurroundings } from './commands/surroundings.ts'
import { quorate } from './quorate.ts'

const exitCode = await quorate(process.argv.slice(2), processSurroundings(process))
await Promise.all([flushed(process.stdout), flushed(process.stderr)])
process.exit(exitCode)
