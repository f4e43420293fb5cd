import type { Permit } from "./decide.ts";

/** Calls that the person allowed by name, as `--allow-host seccomp:bpf`: no engine's default profile holds for them. */
export function grantedBy({ items }: Permit): (name: string) => boolean {
  const names = new Set(items);
  return (name) => names.has(`seccomp:${name}`);
}
