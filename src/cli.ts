import { start } from "./supervision/start.ts";

/**
 * Settles when the run is complete. bin/program.js passes it on; bin/hullproof.js and scripts/executable/main.cjs
 * watch it, because a process that exits earlier has printed no result.
 */
export const completion = start(new URL(import.meta.url));
