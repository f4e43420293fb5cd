import { Failure } from "../domain/failure.ts";

/** Who reads what is emitted, by the flag that says its version. */
export const targetFlags = ["docker", "compose", "podman", "kubernetes"] as const;

export type TargetFlag = (typeof targetFlags)[number];

/** Versions of a target that an emitter knows; each has a major and a minor number. */
export interface TargetVersions {
  /** `podman`: `--podman 5.4`. */
  readonly flag: TargetFlag;
  /** For a reader: `Podman`. */
  readonly product: string;
  readonly default: string;
  /** Nothing is written for older ones. */
  readonly oldest: string;
  /** The last one whose differences are known; a later one gets what this one gets. */
  readonly newest: string;
}

/** `5.4.2` is 5.4, `29` is 29.0; undefined for what is no version. */
function numbersOf(text: string): readonly [major: number, minor: number] | undefined {
  const [, major, minor = "0"] = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.\d{1,4})?$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** Whether `version` is `least` or later. Both are versions as `toTargetVersion` gives them. */
export function atLeast(version: string, least: string): boolean {
  const [major, minor] = numbersOf(version) ?? [0, 0];
  const [leastMajor, leastMinor] = numbersOf(least) ?? [0, 0];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** The version that a person named, as `5.4`. Throws `bad-usage` for what is no version, and for one that nothing is written for. */
export function toTargetVersion({ flag, product, oldest, newest }: TargetVersions, text: string): string {
  const hint = `hullproof writes for ${product} ${oldest} and later; what changed up to ${newest} is known.`;
  const numbers = numbersOf(text);
  if (numbers === undefined)
    throw new Failure("bad-usage", `--${flag} ${text} is not a version such as ${newest}.`, { hint });
  const version = newest.includes(".") || numbers[1] > 0 ? numbers.join(".") : String(numbers[0]);
  if (!atLeast(version, oldest)) throw new Failure("bad-usage", `--${flag} ${text} is too old.`, { hint });
  return version;
}
