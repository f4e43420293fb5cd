import type { EngineInfo } from "../types.ts";

/** SELinux confines this engine's containers: of the host's files they get those that carry a container's label (SystemInfo.SecurityOptions of the Docker Engine API; Podman lists it, too). */
export function confinedBySelinux({ securityOptions }: Pick<EngineInfo, "securityOptions">): boolean {
  return securityOptions.some((option) => option.split(",").includes("name=selinux"));
}
