import type { EngineComponent, EnginePart } from "../../../domain/workload/engine-vulnerability.ts";

const parts = new Map<string, EnginePart>([
  ["Engine", "docker"],
  ["Podman Engine", "podman"],
  ["containerd", "containerd"],
  ["runc", "runc"],
  ["OCI Runtime (runc)", "runc"],
  ["OCI Runtime (crun)", "crun"],
]);

/** From `GET /version`. Podman includes the whole output of `crun --version`: its first number is the version. */
export function engineComponents(
  components: readonly { readonly Name: string; readonly Version: string }[],
): EngineComponent[] {
  return components.flatMap(({ Name, Version }) => {
    const part = parts.get(Name);
    const version = Version.split(/\s+/u).find((word) => /^v?\d/u.test(word));
    return part === undefined || version === undefined ? [] : [{ part, version }];
  });
}
