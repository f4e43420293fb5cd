/**
 * Packages of Debian that always stay, with the reason: what programs look up in them shows in no trace, or its loss changes answers silently. Debian 13,
 * 2026-12; by hand.
 */
export const policyPackages: ReadonlyMap<string, string> = new Map([
  ["base-files", "release, licenses and standard folders"],
  ["base-passwd", "users and groups"],
  ["libc-bin", "C.UTF-8, ldconfig and getent"],
  ["ca-certificates", "trusted certificates"],
  ["tzdata", "time zones"],
  ["tzdata-legacy", "older names of time zones, such as US/Eastern"],
  ["netbase", "names of protocols and services"],
  ["media-types", "types of files by their endings"],
]);
