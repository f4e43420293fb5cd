/** Begins the notes of a statement that was drafted from what a workload did: it counts for nothing until a person has removed it. */
export const draftMark = "DRAFT by hullproof";
