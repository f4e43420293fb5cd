import type { Engine } from "../types.ts";

/** Where its Docker-compatible API means something else by the same words. What can be asked is asked. */
export function isPodman({ info }: Pick<Engine, "info">): boolean {
  return /podman/iu.test(info.name);
}
