/**
 * What tools of packages keep for themselves, outside their packages' file lists: nothing reads it once the tool is gone. Debian 13, 2026-12: the postinst and
 * postrm scripts of these packages, debconf(7), apt.conf(5); by hand. dpkg's records are none of it: scanners read them.
 */
export const toolState: ReadonlyMap<string, readonly string[]> = new Map([
  ["apt", ["/var/cache/apt", "/var/lib/apt", "/var/log/apt"]],
  ["debconf", ["/var/cache/debconf"]],
  ["man-db", ["/var/cache/man"]],
  ["ucf", ["/var/lib/ucf"]],
]);
