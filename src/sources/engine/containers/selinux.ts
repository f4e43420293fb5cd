import type { EngineInfo } from "../types.ts";

/** SELinux confines this engine's containers: of the host's files they get those that carry a container's label (SystemInfo.SecurityOptions of the Docker Engine API; Podman lists it, too). */
export function confinedBySelinux({ securityOptions }: Pick<EngineInfo, "securityOptions">): boolean {
  return securityOptions.some((option) => option.split(",").includes("name=selinux"));
}

/**
 * What to look at where a container without any restriction of ours was refused something: its policy may deny it what Docker grants (Debian 13's denies
 * container_t CHOWN, DAC_OVERRIDE, SETUID and SYS_CHROOT unless the boolean container_use_host_all_caps is on). `told` is what the container and its trial said.
 * Empty where SELinux confines nothing, or nothing was refused.
 */
export function selinuxAdvice(info: Pick<EngineInfo, "securityOptions">, output: string): string {
  if (!confinedBySelinux(info) || !/permission denied|operation not permitted|\bE(?:ACCES|PERM)\b/i.test(output))
    return "";
  return " SELinux confines containers on this engine, and may be what refused it: see its denials with ausearch -m AVC -ts recent, or journalctl -k -g avc; its policy may have a boolean that allows it: getsebool -a | grep container.";
}
