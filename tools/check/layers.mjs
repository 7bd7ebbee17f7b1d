// Who may import whom: the table of docs/ARCHITECTURE.md as data. A folder of packages/core/src may
// import the folders and npm packages listed in its row, a package those in its own; nothing else.

const nouns = ['collections', 'model']
const values = [...nouns, 'time', 'log', 'state']
const protocols = ['membership', 'replication', 'locks', 'requests', 'writes']

const protocolRow = (folder) => ({ folder, folders: values, npm: [] })

/** The folders of core, bottom to top. `builtins` are Node's own modules. */
export const coreFolders = [
  { folder: 'collections', folders: [], npm: [] },
  { folder: 'data', folders: [], npm: [] },
  { folder: 'model', folders: ['data'], npm: [] },
  { folder: 'ports', folders: ['model'], npm: ['rxjs'] },
  { folder: 'time', folders: nouns, npm: [] },
  { folder: 'codec', folders: [...nouns, 'time'], npm: ['msgpackr'] },
  { folder: 'log', folders: [...nouns, 'time', 'codec'], npm: [] },
  { folder: 'state', folders: [...nouns, 'time', 'log'], npm: [] },
  ...protocols.map(protocolRow),
  { folder: 'kernel', folders: [...values, ...protocols], npm: [] },
  { folder: 'platform', folders: ['collections', 'model', 'ports'], npm: [], builtins: true },
  { folder: 'session', folders: ['model', 'ports', 'codec'], npm: [] },
  {
    folder: 'rim',
    folders: [...values, 'ports', 'codec', ...protocols, 'kernel', 'session'],
    npm: ['xstate', 'rxjs'],
  },
  {
    folder: 'member',
    folders: [...values, 'ports', 'codec', ...protocols, 'kernel', 'platform', 'rim'],
    npm: ['rxjs'],
  },
]

const adapter = (name, drivers) => ({
  name,
  packages: ['core'],
  npm: ['rxjs', ...drivers],
  builtins: true,
})

/** The packages. `testing`: what its tests may import besides; without `npm`: what it declares. */
export const packages = [
  { name: 'core', packages: [], testing: [], npm: ['rxjs', 'xstate', 'msgpackr'], builtins: true },
  { name: 'nats-server', packages: [], testing: [], npm: [], builtins: true },
  { name: 'conformance', packages: ['core'], testing: [], npm: ['rxjs'] },
  { ...adapter('transport-memory', []), testing: ['conformance'] },
  { ...adapter('transport-nats', ['nats']), testing: ['conformance', 'nats-server'] },
  {
    ...adapter('log-file', ['fs-native-extensions']),
    testing: ['conformance', 'transport-memory'],
  },
  {
    name: 'cli',
    packages: ['core', 'transport-memory', 'transport-nats', 'nats-server', 'log-file'],
    testing: [],
    builtins: true,
  },
  {
    name: 'simulator',
    packages: ['core', 'transport-memory', 'log-file'],
    testing: ['conformance'],
    builtins: true,
  },
]
