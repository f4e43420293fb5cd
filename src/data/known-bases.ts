/**
 * Docker Official Images whose Dockerfiles (github.com/docker-library and the publishers' own) show: the shell is
 * `/bin/sh`, the user root, PATH contains the system's folders and the publisher's below /usr/local or /opt, there is
 * no ONBUILD trigger and no wrapper around a package manager, and there is no entrypoint, or it passes a command on
 * unchanged. Written by hand; the Dockerfiles of composer, golang, node, perl, php, pypy, python, ruby and rust were
 * read in 2026-11. A missing image counts as unknown, which is the safe side.
 */
export const knownBases: ReadonlySet<string> = new Set(
  (
    "alpine almalinux amazonlinux archlinux bash buildpack-deps busybox debian fedora gcc golang node oraclelinux perl php pypy python " +
    "rockylinux ruby rust swift ubuntu composer centos"
  ).split(" "),
);

/** The same for images outside the library, from their publisher's sources. */
export const otherKnownBases: ReadonlySet<string> = new Set(["opensuse/leap", "opensuse/tumbleweed"]);

/** Tags of such images with another behavior: triggers of the old `-onbuild` variants, Windows. */
export const oddTag = /onbuild|windows|nanoserver|servercore/;

/**
 * Releases with a pip older than 6.0, which lacks `--no-cache-dir` (pip's changelog, 6.0, 2014-12-22): Debian 8 has
 * 1.5.6, Ubuntu 14.04 1.5.4 (packages.debian.org, packages.ubuntu.com).
 */
export const oldPip =
  /^(?:[1-8](?:[.-]|$)|jessie|wheezy|squeeze|lenny|oldoldstable|1[0-5]\.|precise|trusty|utopic|vivid|lucid|saucy|raring|quantal)/;

/** Known bases that include a pip, or install that of their release. */
export const pipBases: ReadonlySet<string> = new Set(
  "alpine almalinux debian fedora python rockylinux ubuntu".split(" "),
);

/** Official bases on Debian or Ubuntu, which delete packages after apt-get downloaded them (`/etc/apt/apt.conf.d/docker-clean`). */
export const debianBases: ReadonlySet<string> = new Set(
  "buildpack-deps debian gcc golang node perl php pypy python ruby rust ubuntu".split(" "),
);

/** Known bases without the label `org.opencontainers.image.authors`; their Dockerfiles set none. */
export const basesWithoutAuthors: ReadonlySet<string> = new Set(
  "alpine buildpack-deps busybox debian gcc golang node perl php python ruby rust ubuntu".split(" "),
);
