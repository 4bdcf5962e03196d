/** The rows that a projection made of an event cannot be stored. A retry would fail again; the message says why. */
export class RowsRefused extends Error {}

/** The disk is full. Nothing was stored, and a later attempt may succeed. */
export class NoRoom extends Error {}
