/** A comparison as the published profiles write it: `0 EQ 40`, `0 MASKED_EQ 2114060288 0`. Those of one rule are parted by commas. */
export type Comparisons = string;

/** Calls that some versions of a published profile treat alike. */
export interface PublishedRule {
  /** Which of the profiles hold it: `0-4 6`. Absent: all. */
  readonly in?: string;
  readonly names: string;
  /** Refused with this error. Absent: allowed. */
  readonly errno?: number;
  /** As in the OCI specification: all hold together, unless two look at the same argument. */
  readonly args?: Comparisons;
  /** Only where every one of these capabilities is in the bounding set, and none of those. */
  readonly caps?: string;
  readonly unlessCaps?: string;
  /** Only on one of these architectures, by their names in Go, and on none of those. */
  readonly arches?: string;
  readonly unlessArches?: string;
  /** Only from this version of Linux on: `4.8`. */
  readonly kernel?: string;
}

/** The default filter of system calls of one engine, in every form that it had in the versions listed. */
export interface PublishedDefault {
  readonly engine: "docker" | "podman" | "containerd" | "cri-o";
  /** Where the facts come from, and when they were read. */
  readonly source: string;
  readonly read: string;
  /** First version -> the profile that holds from it on, until the next row. In rising order. */
  readonly versions: readonly (readonly [from: string, profile: number])[];
  /** A profile's answer to calls that it does not name. */
  readonly errnos: readonly number[];
  /** One a line, as `readRules` takes them: `in 0-4 6; errno 38; unlessCaps SYS_ADMIN: clone3`. */
  readonly rules: string;
}

const keys = ["in", "errno", "args", "caps", "unlessCaps", "arches", "unlessArches", "kernel"] as const;

/** The conditions before the colon, each a key of `PublishedRule` and its value; the calls after it. */
export function readRules(text: string): PublishedRule[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [conditions = "", names = ""] = line.split(": ");
      const fields = conditions.split("; ").flatMap((condition) => {
        const key = keys.find((name) => condition.startsWith(`${name} `));
        if (key === undefined) return [];
        const value = condition.slice(key.length + 1);
        return [[key, key === "errno" ? Number(value) : value] as const];
      });
      return { names: names.trim(), ...Object.fromEntries(fields) };
    });
}
