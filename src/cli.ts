import { start } from "./supervision/start.ts";

/** Settled when all is done. It is waited for by who began (bin/hullproof.js, scripts/executable/main.cjs): a program that ends before has not answered. */
export const done = start(new URL(import.meta.url));
