import { place, systemLogs, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "dnf.conf(5), cachedir; dnf5.conf(5); yum.conf(5)", [
    "/var/cache/dnf",
    "/var/cache/libdnf5",
    "/var/cache/yum",
    "/var/cache/tdnf",
    "/var/lib/dnf/history.sqlite",
    "/var/lib/dnf/history.sqlite-shm",
    "/var/lib/dnf/history.sqlite-wal",
  ]),
  ...place("package-cache", "zypper(8), FILES", ["/var/cache/zypp"]),
  ...systemLogs(
    "/var/log/dnf.log",
    "/var/log/dnf.rpm.log",
    "/var/log/dnf.librepo.log",
    "/var/log/dnf5.log",
    "/var/log/hawkey.log",
    "/var/log/yum.log",
    "/var/log/zypper.log",
    "/var/log/zypp",
    "/var/log/anaconda",
  ),
];
