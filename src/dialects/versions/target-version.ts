import { Failure } from "../../domain/failure.ts";

/** Programs that read emitted text, by the flag of their version. */
const targetFlags = ["docker", "compose", "podman", "kubernetes"] as const;

export type TargetFlag = (typeof targetFlags)[number];

/** Versions of a target that an emitter knows; each has a major and a minor number. */
export interface TargetVersions {
  /** `podman`: `--podman 5.4`. */
  readonly flag: TargetFlag;
  /** Displayed name: `Podman`. */
  readonly product: string;
  readonly default: string;
  /** Older versions are refused. */
  readonly oldest: string;
  /** The last version with known differences; a later one gets the same text. */
  readonly newest: string;
}

/** `5.4.2` is 5.4, `29` is 29.0; undefined if invalid. */
function numbersOf(text: string): readonly [major: number, minor: number] | undefined {
  const [, major, minor = "0"] = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.\d{1,4})?$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** Whether `version` is `minVersion` or later. Both are results of `toTargetVersion`. */
export function atLeast(version: string, minVersion: string): boolean {
  const [major, minor] = numbersOf(version) ?? [0, 0];
  const [leastMajor, leastMinor] = numbersOf(minVersion) ?? [0, 0];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** The requested version, as `5.4`. Throws `bad-usage` for an invalid version, and for an unsupported one. */
export function toTargetVersion({ flag, product, oldest, newest }: TargetVersions, text: string): string {
  const hint = `hullproof writes for ${product} ${oldest} and later; what changed up to ${newest} is known.`;
  const numbers = numbersOf(text);
  if (numbers === undefined)
    throw new Failure("bad-usage", `--${flag} ${text} is not a version such as ${newest}.`, { hint });
  const version = newest.includes(".") || numbers[1] > 0 ? numbers.join(".") : String(numbers[0]);
  if (!atLeast(version, oldest)) throw new Failure("bad-usage", `--${flag} ${text} is too old.`, { hint });
  return version;
}
