/**
 * What a disk promises of a file's content as long as nothing goes wrong: what was written is read,
 * wherever it was written, by all who have the file open.
 */
import { completed, promised } from '../contract.ts'
import type { Contract } from '../contract.ts'
import {
  answer,
  bytesOf,
  contentAt,
  contentOf,
  created,
  promisedBytes,
  refusedAs,
} from './place.ts'
import type { Case, FsHarness } from './place.ts'

const fresh: Case = {
  name: 'a new file is empty, and holds what was written to it when it is opened again',
  async run(harness) {
    const fs = harness.create()
    const empty = await answer(harness, fs.open('file', 'create'), 'open()')
    promised((await answer(harness, empty.size(), 'size()')) === 0, 'a new file is not empty')
    await completed(harness, empty.write(0, bytesOf(1, 1_000)), 'write()')
    await completed(harness, empty.close(), 'close()')
    promisedBytes(await contentAt(harness, fs, 'file'), bytesOf(1, 1_000), 'opened again')
  },
}

const places: Case = {
  name: 'a write replaces what is there, goes on past the end, and leaves zeros in a gap',
  async run(harness) {
    const file = await created(harness, harness.create(), ['file', bytesOf(1, 1_000)])
    await completed(harness, file.write(500, bytesOf(2, 20)), 'write() in the middle')
    await completed(harness, file.write(990, bytesOf(3, 30)), 'write() past the end')
    await completed(harness, file.write(5_000, bytesOf(4, 10)), 'write() after a gap')
    const expected = new Uint8Array(5_010)
    expected.set(bytesOf(1, 1_000), 0)
    expected.set(bytesOf(2, 20), 500)
    expected.set(bytesOf(3, 30), 990)
    expected.set(bytesOf(4, 10), 5_000)
    promisedBytes(await contentOf(harness, file), expected, 'written in places')
  },
}

const parts: Case = {
  name: 'a read gives the bytes asked for, and fewer where the file ends',
  async run(harness) {
    const bytes = bytesOf(1, 1_500)
    const file = await created(harness, harness.create(), ['file', bytes])
    for (const [at, length] of [
      [0, 1],
      [511, 2],
      [100, 1_200],
      [1_499, 10],
      [1_500, 10],
      [9_000, 10],
    ] as const) {
      const part = await answer(harness, file.read(at, length), 'read()')
      promisedBytes(part, bytes.slice(at, at + length), `${length} bytes at ${at}`)
    }
  },
}

const sizes: Case = {
  name: 'writes of no byte, of 1 byte and of 1 MiB come back as they were',
  async run(harness) {
    const fs = harness.create()
    for (const size of [0, 1, 511, 512, 513, 4_097, 1 << 20]) {
      const file = await created(harness, fs, [`file-${size}`, bytesOf(size, size)])
      promisedBytes(await contentOf(harness, file), bytesOf(size, size), `${size} bytes`)
    }
  },
}

const truncated: Case = {
  name: 'truncating cuts a file off or fills it with zeros; what was cut off does not come back',
  async run(harness) {
    const file = await created(harness, harness.create(), ['file', bytesOf(1, 2_000)])
    await completed(harness, file.truncate(700), 'truncate()')
    promisedBytes(await contentOf(harness, file), bytesOf(1, 2_000).slice(0, 700), 'cut off')
    await completed(harness, file.truncate(2_500), 'truncate()')
    const expected = new Uint8Array(2_500)
    expected.set(bytesOf(1, 2_000).slice(0, 700))
    promisedBytes(await contentOf(harness, file), expected, 'made longer')
  },
}

const buffers: Case = {
  name: 'the writer may reuse its buffer and the reader keep its own',
  async run(harness) {
    const buffer = bytesOf(1, 600)
    const file = await created(harness, harness.create(), ['file', buffer])
    buffer.fill(9)
    const first = await answer(harness, file.read(0, 600), 'read()')
    promisedBytes(first, bytesOf(1, 600), 'after the buffer was reused')
    first.fill(8)
    promisedBytes(
      await contentOf(harness, file),
      bytesOf(1, 600),
      'after what was read was changed',
    )
  },
}

const together: Case = {
  name: 'all who have a file open see what any of them writes, synced or not',
  async run(harness) {
    const writer = await created(harness, harness.create(), ['file', bytesOf(1, 100)])
    const reader = await answer(harness, harness.create().open('file', 'read'), 'open()')
    promisedBytes(await contentOf(harness, reader), bytesOf(1, 100), 'as another wrote it')
    await completed(harness, writer.write(50, bytesOf(2, 100)), 'write()')
    promisedBytes((await contentOf(harness, reader)).slice(50), bytesOf(2, 100), 'since then')
  },
}

const readOnly: Case = {
  name: 'a file opened to be read takes no writes; one opened to be written is read too',
  async run(harness) {
    const fs = harness.create()
    await created(harness, fs, ['file', bytesOf(1, 100)])
    const file = await answer(harness, fs.open('file', 'read'), 'open()')
    await refusedAs(harness, file.write(0, bytesOf(2, 1)), ['read-only', 'write()'])
    await refusedAs(harness, file.truncate(0), ['read-only', 'truncate()'])
    const writable = await answer(harness, fs.open('file', 'write'), 'open()')
    promisedBytes(await contentOf(harness, writable), bytesOf(1, 100), 'opened to be written')
  },
}

const closed: Case = {
  name: 'a closed file answers nothing any more; closing twice is no error',
  async run(harness) {
    const file = await created(harness, harness.create(), ['file', bytesOf(1, 100)])
    await completed(harness, file.sync(), 'sync()')
    await completed(harness, file.close(), 'close()')
    await completed(harness, file.close(), 'the second close()')
    for (const [what, operation] of [
      ['size()', file.size()],
      ['read()', file.read(0, 1)],
      ['write()', file.write(0, bytesOf(2, 1))],
      ['truncate()', file.truncate(0)],
      ['sync()', file.sync()],
    ] as const) {
      await refusedAs(harness, operation, ['closed', `${what} of a closed file`])
    }
  },
}

const noPlaces: Case = {
  name: 'what is no place in a file is refused as invalid, and changes nothing',
  async run(harness: FsHarness) {
    const file = await created(harness, harness.create(), ['file', bytesOf(1, 100)])
    for (const place of [-1, 0.5, Number.NaN, Infinity]) {
      const what = `at ${place}`
      await refusedAs(harness, file.read(place, 1), ['invalid', `read() ${what}`])
      await refusedAs(harness, file.read(0, place), ['invalid', `read() of ${place} bytes`])
      await refusedAs(harness, file.write(place, bytesOf(2, 1)), ['invalid', `write() ${what}`])
      await refusedAs(harness, file.truncate(place), ['invalid', `truncate() ${what}`])
    }
    promisedBytes(await contentOf(harness, file), bytesOf(1, 100), 'after refusals')
  },
}

/** For every disk. */
export const contentCases: Contract<FsHarness> = [
  fresh,
  places,
  parts,
  sizes,
  truncated,
  buffers,
  together,
  readOnly,
  closed,
  noPlaces,
]
