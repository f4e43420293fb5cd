/**
 * Docker Compose versions in use: Debian 13's 2.26 (built with compose-go 2.4.8), Debian sid's 2.40 (compose-go 2.9.1), and 5.6
 * (compose-go 2.16.1). A table with some of them applies to each other version by the next older one.
 */
export const composeVersions = ["2.26", "2.40", "5.6"] as const;

export type ComposeVersion = (typeof composeVersions)[number];

/** Taken where none is named. */
export const newestCompose: ComposeVersion = "5.6";

/** Whether a version has what came with `since`. */
export function hasSince(version: ComposeVersion, since: ComposeVersion): boolean {
  return composeVersions.indexOf(version) >= composeVersions.indexOf(since);
}
