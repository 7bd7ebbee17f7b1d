#!/usr/bin/env node
// The command as npm links it, which it does only if the file is there: before anything is built.
await import('../dist/bin.js')
