import type { Engine } from "../types.ts";

/** For differences in Podman's Docker-compatible API that cannot be queried. */
export function isPodman({ info }: Pick<Engine, "info">): boolean {
  return /podman/iu.test(info.name);
}
