import type { SeccompProfile, SeccompRule } from "../domain/profile/seccomp.ts";

/** Names that are allowed whatever their arguments, and those that are allowed with some. */
export function allowedBy({ syscalls }: SeccompProfile): {
  readonly always: ReadonlySet<string>;
  readonly sometimes: ReadonlySet<string>;
} {
  const allowing = syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW");
  const names = (rules: readonly SeccompRule[]) => new Set(rules.flatMap(({ names: each }) => each));
  return {
    always: names(allowing.filter(({ args = [] }) => args.length === 0)),
    sometimes: names(allowing.filter(({ args = [] }) => args.length > 0)),
  };
}
