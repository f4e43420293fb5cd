import { isCI } from "./seed.ts";

/** Larger forms of what each run asserts, and what takes minutes: `npm run test:long` runs them. CONTRIBUTING.md lists them with their reasons. */
export const long = process.env["HULLPROOF_HEAVY_TESTS"] === "1";

/** What other tests show too, with other programs or a smaller part: a CI (`HULLPROOF_TESTS=ci`) runs it with the rest of `npm test`, and so does the long run. */
export const wide = long || isCI;
