/** The protocol both ends speak; a changed meaning is a new number. */
export const SYNC_PROTOCOL = 1

/** One push must fit well inside a 10 s request on warehouse Wi-Fi (PUSH-1). */
export const PUSH_ACTIONS_MAX = 200

/** Bytes of one push after decompression (PUSH-1). */
export const PUSH_BYTES_MAX = 256 * 1024

/** Bytes of one action's body; the longest real one is under 1 KiB. */
export const ACTION_BODY_BYTES_MAX = 16 * 1024

/** Changes in one pull page, by default and at most (PULL-1). */
export const PULL_LIMIT_DEFAULT = 500
export const PULL_LIMIT_MAX = 5_000

/** How long a claim lasts without contact (LEASE-1). */
export const LEASE_MS = 12 * 60 * 60 * 1000

/** SSCC serials handed to a station at once, and how few may be left before more are sent (NUM-1). */
export const NUMBER_RANGE_SIZE = 10_000
export const NUMBER_RANGE_LOW = NUMBER_RANGE_SIZE / 5

/** Back-off between failed calls: full jitter below min(max, base · 2ⁿ) (PUSH-4). */
export const BACKOFF_BASE_MS = 500
export const BACKOFF_MAX_MS = 60_000

/** A station asks for changes at least this often, poke or no poke (POKE-1). */
export const POLL_INTERVAL_MS = 15_000

/** A station reports its health this often. */
export const HEARTBEAT_INTERVAL_MS = 20_000

/** Hash before the first action of a log. */
export const GENESIS_HASH = '0'.repeat(64)

/** How often a station compares what it holds with what the office says it should (PULL-4). */
export const SCOPE_CHECK_INTERVAL_MS = 10 * 60 * 1_000

/** A bench's clock that is off by more is shown to people at the bench and in the office (TIME-1). */
export const CLOCK_DRIFT_SHOWN_MS = 2 * 60 * 1_000

/** Acknowledged actions stay on the bench at least this long, and until they are durable (LOG-4). */
export const LOG_KEPT_MS = 30 * 24 * 60 * 60 * 1_000

/** Actions of one file that carries a log by hand, and its bytes once unpacked. */
export const LOG_FILE_ACTIONS_MAX = 100_000
export const LOG_FILE_BYTES_MAX = 128 * 1024 * 1024

/** Bytes of such a file as it lies on the stick; what a full one of real work comes to, twice over. */
export const LOG_FILE_PACKED_BYTES_MAX = 32 * 1024 * 1024

/** How long a revoked station may be let send what it still has (SEC-1). */
export const DRAIN_HOURS_MAX = 72

/** What left a station's scope is told as a tombstone this long; an older cursor starts over (PULL-4). */
export const TOMBSTONE_KEPT_MS = 30 * 24 * 60 * 60 * 1_000

/** The oldest station app the office still gives new work to; an older one may only send (VER-1). */
export const MIN_STATION_VERSION = '0.0.0'

/** Largest support file of a station, in bytes of its JSON; a station shortens its recording to fit. */
export const SUPPORT_FILE_BYTES_MAX = 4 * 1024 * 1024
