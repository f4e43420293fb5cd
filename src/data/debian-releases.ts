/**
 * Codenames and version numbers of Debian releases, oldest first. Testing has its number before the release.
 * https://wiki.debian.org/DebianReleases
 */
export const debianReleases: readonly { readonly codename: string; readonly release: string }[] = [
  { codename: "squeeze", release: "6" },
  { codename: "wheezy", release: "7" },
  { codename: "jessie", release: "8" },
  { codename: "stretch", release: "9" },
  { codename: "buster", release: "10" },
  { codename: "bullseye", release: "11" },
  { codename: "bookworm", release: "12" },
  { codename: "trixie", release: "13" },
  { codename: "forky", release: "14" },
  { codename: "duke", release: "15" },
];
