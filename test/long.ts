/** Larger forms of what each run asserts, and what other tests show too, with other programs or a smaller part: `npm run test:long`. test/README.md lists them with their reasons. */
export const long = process.env["HULLPROOF_HEAVY_TESTS"] === "1";
