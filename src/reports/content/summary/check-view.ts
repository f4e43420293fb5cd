export const checkViews = ["long", "statistics", "skipped"] as const;
/** Level of detail of a check for a person. */
export type CheckView = (typeof checkViews)[number];
