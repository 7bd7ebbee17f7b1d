/**
 * The named limits of what is decoded. Whatever exceeds one is refused whole, whoever sent it. They
 * bound memory and time per frame; what a member does at most by itself is in each `config.ts`, and
 * is well below. The size of a frame is the transport's limit.
 */

/** Messages in one frame. */
export const messagesMax = 256

/** Entries in one delta; `since` gives no more. */
export const deltaEntriesMax = 4096

/** Bytes that an entry takes in a delta beside its own, at most: a token and a length. */
export const entryHeadBytes = 5

/** Bytes of one encoded entry. */
export const encodedEntryBytesMax = 1_048_576

/** Streams in one version vector, an entry's dependencies included. */
export const vectorStreamsMax = 16_384

/** Bytes of one stream in a vector, at most, with a count below 2^32: an id and a number. */
export const vectorEntryBytesMax = 31

/** Claims in one message: a report of a large cluster with few alive. */
export const claimsMax = 4096

/** Bytes of one claim, at most: two tags, a status, a life, and two numbers below 2^32. */
export const claimBytesMax = 40

/** A hash of claims, refutations of one life, observers of one member. */
export const uint32Max = 4_294_967_295

/** Characters of a refusal's detail or a verdict's reason; a refusal's is cut when encoded. */
export const detailLengthMax = 1024

/** Bytes of an entry's signature. */
export const signatureBytesMax = 128

/** How many more times a delta may be passed on. */
export const hopsMax = 64

/** The largest replication factor. */
export const replicationFactorMax = 65_535
