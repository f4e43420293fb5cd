import { place, systemLogs, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-lists", "apt.conf(5), Dir::State::lists", ["/var/lib/apt/lists"]),
  ...place("package-cache", "apt.conf(5), Dir::Cache", ["/var/cache/apt"]),
  ...place("package-cache", "debconf(7) and dpkg(1): copies of the state before the last change", [
    "/var/cache/debconf/config.dat-old",
    "/var/cache/debconf/templates.dat-old",
    "/var/lib/dpkg/status-old",
    "/var/lib/dpkg/available-old",
    "/var/lib/dpkg/diversions-old",
    "/var/lib/dpkg/statoverride-old",
  ]),
  ...systemLogs(
    "/var/log/apt",
    "/var/log/dpkg.log",
    "/var/log/alternatives.log",
    "/var/log/bootstrap.log",
    "/var/log/fontconfig.log",
  ),
];
