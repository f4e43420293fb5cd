/** A command of `docker exec` that works in the original but not under the profile; not part of the proof. */
export interface BrokenTool {
  readonly command: readonly string[];
  /** Its result under the profile: `exit code 1: Permission denied`. */
  readonly problem: string;
  /** With all of these it works again: `without --security-opt no-new-privileges`. Absent: not known. */
  readonly needs?: readonly string[];
}
