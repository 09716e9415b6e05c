// live-player state codes that mean something to the engine. All others are left to the page.

/** Picture or sound arrived. */
export const PLAY_RUNS = new Set([2003, 2004]);

/** The tag lost its connection, or never got one. 2103, the tag's own reconnecting, is not among them: it ends in one of these. */
export const PLAY_BROKE = new Set([-2301, -2302, 2006, 3001, 3002, 3003, 3004, 3005]);
