/** The command that prints docs/what-a-proof-is.md: every report names it, and it works without a network. */
export const aboutProofs = "hullproof explain what-a-proof-is";
