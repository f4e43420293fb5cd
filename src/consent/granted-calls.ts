import type { Permit } from "./decide.ts";

/** Syscalls that the user allowed by name, as `--allow-host seccomp:bpf`: no engine's default profile restricts them. */
export function grantedBy({ items }: Permit): (name: string) => boolean {
  const names = new Set(items);
  return (name) => names.has(`seccomp:${name}`);
}
