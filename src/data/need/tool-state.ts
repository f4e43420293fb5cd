/**
 * What tools of packages keep for themselves, outside their packages' file lists: nothing reads it once the tool is gone. Debian 13, 2026-12: the postinst and
 * postrm scripts of these packages, debconf(7), apt.conf(5), dpkg(1), deb-symbols(5), deb-shlibs(5); by hand. `*` is part of a name. Of dpkg's records only what
 * installs or builds packages: scanners read the others.
 */
export const toolState: ReadonlyMap<string, readonly string[]> = new Map([
  ["apt", ["/var/cache/apt", "/var/lib/apt", "/var/log/apt"]],
  ["debconf", ["/var/cache/debconf", "/var/lib/dpkg/info/*.config", "/var/lib/dpkg/info/*.templates"]],
  [
    "dpkg",
    [
      "/var/lib/dpkg/info/*.postinst",
      "/var/lib/dpkg/info/*.postrm",
      "/var/lib/dpkg/info/*.preinst",
      "/var/lib/dpkg/info/*.prerm",
      "/var/lib/dpkg/info/*.shlibs",
      "/var/lib/dpkg/info/*.symbols",
    ],
  ],
  ["man-db", ["/var/cache/man"]],
  ["systemd", ["/var/lib/systemd/catalog"]],
  ["ucf", ["/var/lib/ucf"]],
]);
