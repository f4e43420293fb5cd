/** Said by `.ci/run`, or by a CI of its own accord. */
export const isCI = (process.env["CI"] ?? process.env["HULLPROOF_TESTS"]) !== undefined;

/** Of all random input. A CI judges a change, so it repeats one seed; everywhere else each run draws its own, and says it. */
export const seed = isCI ? 902 : Math.floor(Math.random() * 2 ** 31);
