/** Larger forms of what each run asserts, and what takes minutes: `npm run test:long` runs them. CONTRIBUTING.md lists them with their reasons. */
export const long = process.env["HULLPROOF_HEAVY_TESTS"] === "1";
