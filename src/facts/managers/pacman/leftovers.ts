import { place, systemLogs, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "pacman.conf(5), CacheDir and DBPath", ["/var/cache/pacman/pkg"]),
  ...place("package-lists", "pacman(8), --sync --refresh", ["/var/lib/pacman/sync"]),
  ...systemLogs("/var/log/pacman.log"),
];
