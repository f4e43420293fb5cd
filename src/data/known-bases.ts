/**
 * Images of Docker's library of which their Dockerfiles (github.com/docker-library and the publishers' own) say: the shell is
 * `/bin/sh`, the user root, PATH holds the system's folders and the publisher's below /usr/local or /opt, there is no ONBUILD trigger and no
 * wrapper around a package manager, and there is no entrypoint, or it passes a command on as it is. Written by hand; the Dockerfiles of
 * composer, golang, node, perl, php, pypy, python, ruby and rust were read for it in 2026-11. An image that is missing counts as
 * unknown, which is the safe side.
 */
export const knownBases: ReadonlySet<string> = new Set(
  (
    "alpine almalinux amazonlinux archlinux bash buildpack-deps busybox debian fedora gcc golang node oraclelinux perl php pypy python " +
    "rockylinux ruby rust swift ubuntu composer centos"
  ).split(" "),
);

/** The same of images outside the library, by their publisher's sources. */
export const otherKnownBases: ReadonlySet<string> = new Set(["opensuse/leap", "opensuse/tumbleweed"]);

/** Tags that such images were given for another behaviour: triggers of the old `-onbuild` variants, Windows. */
export const oddTag = /onbuild|windows|nanoserver|servercore/;

/**
 * Releases whose own pip is older than 6.0, which does not know `--no-cache-dir` (pip's changelog, 6.0, 2014-12-22): Debian 8 has
 * 1.5.6, Ubuntu 14.04 1.5.4 (packages.debian.org, packages.ubuntu.com).
 */
export const oldPip =
  /^(?:[1-8](?:[.-]|$)|jessie|wheezy|squeeze|lenny|oldoldstable|1[0-5]\.|precise|trusty|utopic|vivid|lucid|saucy|raring|quantal)/;

/** Known bases that have a pip, or install one of their own release. */
export const pipBases: ReadonlySet<string> = new Set(
  "alpine almalinux debian fedora python rockylinux ubuntu".split(" "),
);

/** Official bases on Debian or Ubuntu, which keep no package that apt-get downloaded (`/etc/apt/apt.conf.d/docker-clean`). */
export const debianBases: ReadonlySet<string> = new Set(
  "buildpack-deps debian gcc golang node perl php pypy python ruby rust ubuntu".split(" "),
);

/** Known bases without the label `org.opencontainers.image.authors`; their Dockerfiles set none. */
export const basesWithoutAuthors: ReadonlySet<string> = new Set(
  "alpine buildpack-deps busybox debian gcc golang node perl php python ruby rust ubuntu".split(" "),
);
