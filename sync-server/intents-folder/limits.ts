/** How often the folder is looked into. */
export const LOOK_MS = 2_000

/** A file is whole when nothing about it has changed for this long. */
export const SETTLED_MS = 5_000

/** Whoever has a file says so at every look; one that has said nothing for this long is gone. */
export const ABANDONED_MS = 30_000

/** Names looked at in one look, so that a folder full of other things holds nobody up. */
export const NAMES_MAX = 1_000

/** Longest name of a file that is taken. */
export const NAME_LENGTH_MAX = 160
