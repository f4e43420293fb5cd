import { place, systemLogs, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "apk-cache(5)", ["/var/cache/apk", "/etc/apk/cache"]),
  ...systemLogs("/var/log/apk.log"),
];
