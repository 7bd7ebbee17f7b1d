// One end of a measured pair, run as a process of its own: `serve <way> <url>` answers until its
// standard input ends, `call <way> <url> <plan>` measures and writes its result as one JSON line.
// A way is a module beside this one, with `serve(url)` and `connect(url)`, which gives `call(text)`
// and `close()`. Every answer is checked to have the length of the question.

const [role, way, url, plan] = process.argv.slice(2)
const { serve, connect } = await import(`./${way}.mjs`)

const write = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

async function lanes({ inFlight, payloadBytes, call, durationMs, took }) {
  const text = 'x'.repeat(payloadBytes)
  const end = performance.now() + durationMs
  const lane = async () => {
    for (let before = performance.now(); before < end; ) {
      const answer = await call(text)
      if (answer.length !== payloadBytes) throw new Error(`answer of ${answer.length} bytes`)
      const after = performance.now()
      took.push(after - before)
      before = after
    }
  }
  const begin = performance.now()
  await Promise.all(Array.from({ length: inFlight }, lane))
  return performance.now() - begin
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]

async function measure({ warmupMs, measureMs, inFlight, payloadBytes }) {
  const { call, close } = await connect(url)
  const load = { inFlight, payloadBytes, call }
  await lanes({ ...load, durationMs: warmupMs, took: [] })
  const took = []
  const cpuBefore = process.cpuUsage()
  const elapsedMs = await lanes({ ...load, durationMs: measureMs, took })
  const { user, system } = process.cpuUsage(cpuBefore)
  await close()
  const sorted = Float64Array.from(took).toSorted()
  const [p50Ms, p99Ms] = [quantile(sorted, 0.5), quantile(sorted, 0.99)]
  const calls = took.length
  const perSecond = (calls / elapsedMs) * 1000
  return { calls, perSecond, p50Ms, p99Ms, callerCpuMicros: (user + system) / calls }
}

if (role === 'serve') {
  process.stdin.resume().on('end', () => process.exit(0))
  await serve(url)
  write('ready')
} else {
  write(await measure(JSON.parse(plan)))
  process.exit(0)
}
