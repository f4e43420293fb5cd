import { join } from "node:path";

/**
 * Flags with which a Podman of a test shares nothing with others: by default all that run as root write down in one folder how containers ended, and in another
 * which networks there are, and `podman system reset` removes both.
 */
export function podmanApart(folder: string): readonly string[] {
  const places = { root: "root", runroot: "run", tmpdir: "tmp", "network-config-dir": "networks" };
  return Object.entries(places).flatMap(([flag, name]) => [`--${flag}`, join(folder, name)]);
}
