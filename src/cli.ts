import { start } from "./supervision/start.ts";

/** Settled when all is done. bin/hullproof.js and scripts/executable/main.cjs wait for it: a program that ends before has not answered. */
export const done = start(new URL(import.meta.url));
