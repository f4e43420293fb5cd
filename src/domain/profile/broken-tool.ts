/** A command of `docker exec` that works in the original, and not under the profile; no part of what was proven. */
export interface BrokenTool {
  readonly command: readonly string[];
  /** What came of it under the profile: `exit code 1: Permission denied`. */
  readonly problem: string;
  /** With all of these it works again: `without --security-opt no-new-privileges`. Absent: not known. */
  readonly needs?: readonly string[];
}
