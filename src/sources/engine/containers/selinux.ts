import type { EngineInfo } from "../types.ts";

/**
 * Whether SELinux confines this engine's containers: they can only use host files with a container's label
 * (SystemInfo.SecurityOptions of the Docker Engine API; Podman reports it, too).
 */
export function confinedBySelinux({ securityOptions }: Pick<EngineInfo, "securityOptions">): boolean {
  return securityOptions.some((option) => option.split(",").includes("name=selinux"));
}

/**
 * Advice for an unrestricted container with a permission error: the SELinux policy may deny capabilities that Docker
 * grants (Debian 13's denies container_t CHOWN, DAC_OVERRIDE, SETUID and SYS_CHROOT unless the boolean
 * container_use_host_all_caps is on). `output` is that of the container and its trial. Empty if SELinux is not
 * active, or there was no such error.
 */
export function selinuxAdvice(info: Pick<EngineInfo, "securityOptions">, output: string): string {
  if (!confinedBySelinux(info) || !/permission denied|operation not permitted|\bE(?:ACCES|PERM)\b/i.test(output))
    return "";
  return " SELinux confines containers on this engine, and may be what refused it: see its denials with ausearch -m AVC -ts recent, or journalctl -k -g avc; its policy may have a boolean that allows it: getsebool -a | grep container.";
}
