import type { EngineInfo } from "../../sources/engine/types.ts";

/** What an engine's list of security options says (Docker Engine API, SystemInfo.SecurityOptions: `name=seccomp,profile=builtin`). */
export interface SecurityOptions {
  /** The engine itself runs as a user of the host, and all of its containers in a user namespace of that user. */
  readonly rootless: boolean;
  /** Root in a container that asks for nothing else is another user outside: `userns-remap`, or a rootless engine. */
  readonly remapped: boolean;
  /** The profile for containers that ask for none; absent where there is no seccomp. */
  readonly seccomp?: string;
  /** `AppArmor`, `SELinux`: what confines containers. */
  readonly accessControl: readonly string[];
}

/**
 * Podman lists AppArmor wherever the kernel has it, and its containers are unconfined all the same where it is rootless: only root may load a
 * profile (containers/common, pkg/apparmor); and beside SELinux, though the kernel has only one of the two at a time (LSM_FLAG_EXCLUSIVE, security/security.c). Docker's rootless mode has none either (docs.docker.com, "Rootless mode", known limitations).
 */
export function securityOptions({ securityOptions: texts }: Pick<EngineInfo, "securityOptions">): SecurityOptions {
  const options = texts.map((text) => new Map(text.split(",").map((word) => split(word))));
  const named = (name: string) => options.find((option) => option.get("name") === name);
  const rootless = named("rootless") !== undefined;
  const selinux = named("selinux") !== undefined;
  const seccomp = named("seccomp");
  return {
    rootless,
    remapped: rootless || named("userns") !== undefined,
    ...(seccomp === undefined ? {} : { seccomp: seccomp.get("profile") ?? "default" }),
    accessControl: [
      ...(named("apparmor") === undefined || rootless || selinux ? [] : ["AppArmor"]),
      ...(selinux ? ["SELinux"] : []),
    ],
  };
}

function split(word: string): readonly [string, string] {
  const at = word.indexOf("=");
  return at === -1 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
}
