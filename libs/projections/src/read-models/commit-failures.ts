/** What an event says makes no rows that can be stored: to try it again will not do, and the message says why. */
export class RowsRefused extends Error {}

/** There is no room for what was to be stored. Nothing of it was, and there may be room again later. */
export class NoRoom extends Error {}
