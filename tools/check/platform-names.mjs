// Which machine a package of binaries is for, read from its name, as `@scope/tool-linux-
// arm64-musl`.

const systems = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  android: 'android',
  freebsd: 'freebsd',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  aix: 'aix',
}

const processors = {
  arm64: 'arm64',
  arm: 'arm',
  x64: 'x64',
  64: 'x64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  mips64el: 'mips64el',
  wasm32: 'wasm32',
}

const find = (table, words) => words.map((word) => table[word]).find(Boolean)
const field = (name, value) => (value ? { [name]: [value] } : {})

/** `os`, `cpu` and `libc` as npm writes them; what the name does not say is left out. */
export function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = find(systems, words)
  const libc = words.includes('musl')
    ? 'musl'
    : words.includes('gnu') && os === 'linux'
      ? 'glibc'
      : undefined
  return { ...field('cpu', find(processors, words)), ...field('libc', libc), ...field('os', os) }
}
