import type { RuleId } from "../../src/domain/finding/practice.ts";

export interface Expected {
  /** Rules whose fixes must be among those that were made, so that the set cannot quietly prove nothing. */
  readonly fixes: readonly RuleId[];
  /** Rules that find something whose fix would break this image: none of theirs may be made. */
  readonly keeps?: readonly RuleId[];
  /** Text that must stand in the fixed Dockerfile. */
  readonly holds?: readonly string[];
  /** Paths that the comparison must object to: a fix that is refused by its proof, and shows that the proof sees. */
  readonly differs?: readonly string[];
  /** It serves HTTP on port 8080 until it is told to stop. */
  readonly serves?: true;
  /** Exit codes of the original and the fixed container; default 0 of both. */
  readonly exits?: readonly [before: number, after: number];
}

/** By folder of test/proof-set. */
export const proofTable: Readonly<Record<string, Expected>> = {
  "apk-stages": { fixes: ["cleanup/apk-cache", "non-root/no-user"] },
  "apk-update": { fixes: ["cleanup/apk-cache", "non-root/no-user"] },
  "apt-crlf": {
    fixes: [
      "build/add-instead-of-copy",
      "build/maintainer",
      "build/shell-form-cmd",
      "cleanup/apt-lists",
      "cleanup/recommends",
      "non-root/no-user",
    ],
  },
  "apt-five-runs": {
    fixes: [
      "build/shell-form-cmd",
      "build/stage-name-casing",
      "cleanup/apt-lists",
      "cleanup/clean-in-own-layer",
      "layers/consecutive-runs",
      "non-root/no-user",
    ],
  },
  "apt-for-people": {
    fixes: [
      "build/add-instead-of-copy",
      "build/apt-for-people",
      "build/asks-for-consent",
      "build/legacy-env",
      "build/shell-form-cmd",
      "cleanup/apt-lists",
      "cleanup/recommends",
      "non-root/no-user",
    ],
  },
  "apt-heredoc": { fixes: ["build/heredoc-without-errexit", "non-root/no-user"] },
  "apt-lists-wanted": {
    fixes: ["build/shell-form-cmd", "cleanup/recommends", "layers/chown-after-copy"],
    keeps: ["cleanup/apt-lists"],
  },
  "apt-or-true": { fixes: ["non-root/no-user"], keeps: ["cleanup/apt-lists", "build/shell-form-cmd"] },
  "apt-update-alone": {
    fixes: [
      "build/shell-form-cmd",
      "cleanup/apt-lists",
      "cleanup/recommends",
      "non-root/no-user",
      "updates/update-alone",
    ],
  },
  "archive-added": {
    fixes: ["build/add-instead-of-copy", "build/legacy-env", "build/shell-form-cmd"],
    holds: ["ADD site.tar.gz /srv/"],
  },
  casing: {
    fixes: ["build/empty-continuation", "build/from-as-casing", "build/instruction-casing", "build/shell-form-cmd"],
  },
  composer: { fixes: ["cleanup/dependency-cache", "non-root/no-user"] },
  "conda-and-uv": { fixes: ["build/shell-form-cmd", "cleanup/dependency-cache"] },
  copies: {
    fixes: [
      "build/add-instead-of-copy",
      "build/copy-without-slash",
      "build/relative-workdir",
      "layers/chown-after-copy",
    ],
  },
  "copy-over": { fixes: ["build/copy-without-slash"], differs: ["/data", "/data/one.txt", "/data/two.txt"] },
  "custom-shell": {
    fixes: ["build/instruction-casing", "build/legacy-env", "cleanup/apk-cache"],
    keeps: ["build/shell-form-cmd"],
  },
  "dnf-answers": { fixes: ["build/maintainer", "build/shell-form-cmd", "cleanup/rpm-cache", "non-root/no-user"] },
  downloads: {
    fixes: [
      "build/curl-without-fail",
      "build/pipe-hides-failure",
      "build/shell-form-cmd",
      "layers/deleted-later",
      "non-root/no-user",
    ],
  },
  "downloads-cd": { fixes: ["layers/deleted-later"] },
  gem: { fixes: ["build/instruction-casing", "build/legacy-env", "build/shell-form-cmd", "cleanup/dependency-cache"] },
  "env-forms": { fixes: ["build/legacy-env"], holds: ['LABEL quoted "in quotes" tail'] },
  "go-build": {
    fixes: [
      "build/expose-host-port",
      "build/from-as-casing",
      "build/redundant-platform",
      "build/relative-workdir",
      "build/shell-form-cmd",
      "build/stage-by-number",
      "build/stage-name-casing",
      "cleanup/dependency-cache",
      "non-root/no-user",
    ],
  },
  "high-uid": {
    fixes: ["build/shell-form-cmd", "layers/chown-after-copy", "layers/useradd-high-uid", "non-root/named-user"],
  },
  microdnf: { fixes: ["build/shell-form-cmd", "cleanup/rpm-cache"] },
  "named-user": {
    fixes: ["build/add-instead-of-copy", "build/expose-protocol-casing", "build/shell-form-cmd"],
    keeps: ["non-root/named-user"],
    serves: true,
  },
  "node-serves": {
    fixes: [
      "base-image/old-cycle",
      "build/expose-protocol-casing",
      "build/legacy-env",
      "build/shell-form-cmd",
      "non-root/no-user",
    ],
    serves: true,
    // Killed by the engine, since its shell passes no signal on; the fixed one ends by itself.
    exits: [137, 0],
  },
  "npm-global": {
    fixes: ["build/empty-continuation", "build/shell-form-cmd", "cleanup/npm-cache", "non-root/named-user"],
  },
  "npm-lock": {
    fixes: [
      "build/add-instead-of-copy",
      "build/copy-without-slash",
      "build/shell-form-cmd",
      "cleanup/npm-cache",
      "non-root/no-user",
      "updates/lock-file-ignored",
    ],
  },
  "old-python": {
    fixes: ["base-image/end-of-life", "build/add-instead-of-copy", "build/shell-form-cmd", "non-root/no-user"],
  },
  "pip-local": {
    fixes: [
      "build/add-instead-of-copy",
      "build/from-as-casing",
      "build/legacy-env",
      "build/shell-form-cmd",
      "cleanup/pip-cache",
      "non-root/no-user",
    ],
  },
  "pip-user": { fixes: ["build/shell-form-cmd", "cleanup/pip-cache", "non-root/named-user"] },
  "pipe-bash": {
    fixes: ["build/pipe-hides-failure", "non-root/no-user"],
    holds: ["# stops reading early: pipefail would break it\nRUN cat"],
  },
  "pipe-debian": { fixes: ["build/pipe-hides-failure", "non-root/no-user"] },
  repeated: {
    fixes: [
      "build/expose-host-port",
      "build/expose-protocol-casing",
      "build/repeated-instruction",
      "build/shell-form-cmd",
      "build/unused-ignore",
      "non-root/no-user",
    ],
    serves: true,
  },
  "root-again": { fixes: ["build/shell-form-cmd", "cleanup/apk-cache", "non-root/last-user-root"] },
  "set-eux": { fixes: ["cleanup/rpm-cache"], holds: ["tree # the reader\n"] },
  "shell-entrypoint": {
    fixes: ["build/legacy-env", "non-root/no-user"],
    keeps: ["build/shell-form-cmd"],
    exits: [3, 3],
  },
  stages: { fixes: ["build/from-as-casing", "build/stage-by-number", "build/stage-name-casing", "non-root/no-user"] },
  "useradd-name": { fixes: ["non-root/named-user"] },
  "yarn-lock": {
    fixes: ["build/shell-form-cmd", "cleanup/yarn-cache", "non-root/no-user", "updates/lock-file-ignored"],
  },
  "yum-sudo": { fixes: ["cleanup/rpm-cache", "non-root/sudo"] },
  zypper: { fixes: ["build/legacy-env", "build/shell-form-cmd", "cleanup/rpm-cache"] },
};

/** Rules with a safe or proven fix that no fixture has, and why. */
export const notBuiltHere: Readonly<Partial<Record<RuleId, string>>> = {
  "cleanup/unused-package": "it needs the trace of a run of the original; `harden` of examples/app-python builds it",
  "cleanup/dev-dependencies": "it is proven only with such a trace, and suggested without; unit tests have both",
  "base-image/no-digest": "a digest is served by a registry, and the stand-ins come from none",
};
