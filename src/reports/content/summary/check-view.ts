export const checkViews = ["long", "statistics", "skipped"] as const;
/** How much of a check a person gets to read. */
export type CheckView = (typeof checkViews)[number];
