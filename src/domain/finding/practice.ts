/** The chapters of every report, in this order: the eight practices, then what peers cover beyond them. */
export const practices = [
  "base-image",
  "updates",
  "layers",
  "cleanup",
  "vulnerabilities",
  "non-root",
  "limits",
  "capabilities",
  "secrets",
  "build",
] as const;

export type Practice = (typeof practices)[number];
export type RuleId = `${Practice}/${string}`;
