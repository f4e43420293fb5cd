import type { EngineInfo } from "../../sources/engine/types.ts";

/** An engine's security options (Docker Engine API, SystemInfo.SecurityOptions: `name=seccomp,profile=builtin`). */
export interface SecurityOptions {
  /** The engine runs as a host user, and its containers in a user namespace of that user. */
  readonly rootless: boolean;
  /** Root in a default container is another user on the host: `userns-remap`, or a rootless engine. */
  readonly remapped: boolean;
  /** The default seccomp profile; absent without seccomp. */
  readonly seccomp?: string;
  /** Access control that confines containers: `AppArmor`, `SELinux`. */
  readonly accessControl: readonly string[];
}

/**
 * Podman lists AppArmor if the kernel has it, but its containers are unconfined if it is rootless: only root may load a
 * profile (containers/common, pkg/apparmor). It also lists AppArmor together with SELinux, though the kernel has only
 * one of the two at a time (LSM_FLAG_EXCLUSIVE, security/security.c). Docker's rootless mode has none either
 * (docs.docker.com, "Rootless mode", known limitations).
 */
export function securityOptions({ securityOptions: texts }: Pick<EngineInfo, "securityOptions">): SecurityOptions {
  const options = texts.map((text) => new Map(text.split(",").map((word) => split(word))));
  const optionNamed = (name: string) => options.find((option) => option.get("name") === name);
  const rootless = optionNamed("rootless") !== undefined;
  const selinux = optionNamed("selinux") !== undefined;
  const seccomp = optionNamed("seccomp");
  return {
    rootless,
    remapped: rootless || optionNamed("userns") !== undefined,
    ...(seccomp === undefined ? {} : { seccomp: seccomp.get("profile") ?? "default" }),
    accessControl: [
      ...(optionNamed("apparmor") === undefined || rootless || selinux ? [] : ["AppArmor"]),
      ...(selinux ? ["SELinux"] : []),
    ],
  };
}

function split(word: string): readonly [string, string] {
  const at = word.indexOf("=");
  return at === -1 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
}
