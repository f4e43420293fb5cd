/** Of all random input. A CI judges a change, so it repeats one seed; everywhere else each run draws its own, and says it. */
export const seed = process.env["CI"] === undefined ? Math.floor(Math.random() * 2 ** 31) : 902;
