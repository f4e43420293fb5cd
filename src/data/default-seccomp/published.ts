/** A comparison in the notation of the published profiles: `0 EQ 40`, `0 MASKED_EQ 2114060288 0`. Commas separate the comparisons of one rule. */
export type Comparisons = string;

/** Syscalls that some versions of a published profile treat alike. */
export interface PublishedRule {
  /** Indices of the profiles that contain the rule: `0-4 6`. Absent: all. */
  readonly in?: string;
  readonly names: string;
  /** Error of the refusal. Absent: allowed. */
  readonly errno?: number;
  /** As in the OCI specification: all must hold, unless two compare the same argument. */
  readonly args?: Comparisons;
  /** Applies only if every one of these capabilities is in the bounding set, and none of `unlessCaps`. */
  readonly caps?: string;
  readonly unlessCaps?: string;
  /** Applies only on these architectures (Go names), and on none of `unlessArches`. */
  readonly arches?: string;
  readonly unlessArches?: string;
  /** Minimum Linux version: `4.8`. */
  readonly kernel?: string;
}

/** The default seccomp filter of one engine, in every form it has had in the listed versions. */
export interface PublishedDefault {
  readonly engine: "docker" | "podman" | "containerd" | "cri-o";
  /** Source of the facts, and the date of reading. */
  readonly source: string;
  readonly read: string;
  /** First version -> the profile in effect from that version until the next row. In ascending order. */
  readonly versions: readonly (readonly [from: string, profile: number])[];
  /** A profile's error for syscalls without a rule. */
  readonly errnos: readonly number[];
  /** One rule per line, as parsed by `readRules`: `in 0-4 6; errno 38; unlessCaps SYS_ADMIN: clone3`. */
  readonly rules: string;
}

const keys = ["in", "errno", "args", "caps", "unlessCaps", "arches", "unlessArches", "kernel"] as const;

/** The conditions come before the colon, each a key of `PublishedRule` and its value; the syscalls come after it. */
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
