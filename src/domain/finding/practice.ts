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

/** A chapter and a name in small letters. */
export const ruleIdForm = new RegExp(`^(?:${practices.join("|")})/[a-z0-9][a-z0-9-]{0,60}$`);
