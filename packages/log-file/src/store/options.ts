/** What whoever keeps a log in a folder may say about it. Decides nothing. */

/** How a log is kept. */
export interface FileLogOptions {
  /** Bytes of a segment file, taken when it is made; default 16 MiB. */
  readonly segmentBytes?: number
  /**
   * What to do when some of what was durable cannot be read: `refuse` to open, the default, or
   * `salvage`: set the log aside as it is, and go on with what can be read. The rest comes from
   * other members, as far as they have it.
   */
  readonly onDamage?: 'refuse' | 'salvage'
  /** Who holds the folder, for whoever finds it held; default: this process, by its number. */
  readonly holder?: string
}
