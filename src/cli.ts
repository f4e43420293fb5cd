import { start } from "./supervision/start.ts";

/** Settled when all is done. bin/program.js passes it on, and bin/hullproof.js and scripts/executable/main.cjs look at it: a program that ends before has not answered. */
export const completion = start(new URL(import.meta.url));
