import { podman5 } from "./podman.ts";
import type { VmOptions } from "./vm.ts";

/** One root for both engines of Debian 13; each row starts one of them. */
const trixie = {
  suite: "trixie",
  security: "apparmor",
  packages: ["docker.io", "podman", ...podman5],
} as const;

const units = {
  docker: ["docker.service", "docker.socket", "containerd.service"],
  podman: ["podman.service", "podman.socket", "podman-auto-update.timer", "podman-restart.service"],
} as const;

export const vmDocker: VmOptions = { ...trixie, masked: units.podman, socket: "/run/docker.sock" };
export const vmPodman: VmOptions = { ...trixie, masked: units.docker, socket: "/run/podman/podman.sock" };
export const vmPodmanSelinux: VmOptions = { ...vmPodman, security: "selinux" };
/** Debian's policy refuses containers CHOWN, DAC_OVERRIDE, SETUID and SYS_CHROOT unless this boolean is on. */
export const vmPodmanSelinuxCapable: VmOptions = { ...vmPodmanSelinux, booleans: ["container_use_host_all_caps"] };
export const vmPodmanRootless: VmOptions = {
  ...trixie,
  masked: [...units.docker, ...units.podman],
  socket: "/run/user/1000/podman/podman.sock",
  user: "someone",
};

/** Podman 6, which Debian has in experimental, in a root of sid. */
export const vmPodman6: VmOptions = {
  suite: "sid",
  packages: ["podman", ...podman5],
  newer: { suite: "experimental", packages: ["podman", "netavark", "aardvark-dns", "golang-github-containers-common"] },
  security: "apparmor",
  masked: ["podman-auto-update.timer", "podman-restart.service"],
  socket: "/run/podman/podman.sock",
};
