import { dockerIgnore } from "../../../src/facts/context/dockerignore.ts";
import { parseCreatedBy } from "../../../src/facts/history/history.ts";
import { parseOldRelease, parseOsRelease } from "../../../src/facts/image/os.ts";
import { redactCommand } from "../../../src/facts/secrets/redact.ts";
import { envFile } from "../../../src/formats/compose/env-file.ts";
import { interpolate } from "../../../src/formats/compose/interpolate.ts";
import { splitWords } from "../../../src/formats/shell/split-words.ts";
import { parseConfig } from "../../../src/sources/image/archive/config.ts";
import { parseManifest } from "../../../src/sources/image/archive/manifest.ts";
import { parsePlatform } from "../../../src/sources/image/archive/platform.ts";
import { parseChallenges } from "../../../src/sources/image/registry/challenge.ts";
import { parseReference } from "../../../src/sources/image/registry/reference.ts";
import * as apt from "../../../src/sources/updates/apt-text.ts";
import { parseChangelog } from "../../../src/sources/updates/changelog.ts";
import { parseRepolist, parseRpmChangelogs, parseRpms } from "../../../src/sources/updates/dnf-text.ts";
import { Failure } from "../../../src/domain/failure.ts";
import type { FuzzTarget } from "../target.ts";

const attempt = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
};

/** What is short and comes from everywhere: names, headers, ignore files, answers of package managers. */
export default {
  name: "small-texts",
  samples: [
    "# comment\n*\n!src/**/*.ts\na/?[a-z]/b\n",
    "docker.io/library/python:3.13-slim@sha256:" + "0a".repeat(32),
    'Bearer realm="https://a.example/token",service="b",scope="repository:c:pull", Basic realm=x',
    "A=1 # one\nB='x # y'\nC=\"a\\nb\"\nexport D=${A:-b}\n",
    "Inst libc6 [2.41-1] (2.41-2 Debian:13.1/stable [amd64])\nConf libc6 (2.41-2 Debian:13.1/stable [amd64])\n",
    "bash (5.2-1) unstable; urgency=medium\n\n  * Fix CVE-2026-1. Closes: #1\n\n -- A <a@b.example>  Thu, 01 Jan 2026 00:00:00 +0000\n",
    '{"architecture":"amd64","os":"linux","config":{"Env":["A=b"],"Cmd":["x"]},"rootfs":{"type":"layers","diff_ids":["sha256:aa"]},"history":[{"created_by":"RUN |1 A=b /bin/sh -c x # buildkit"}]}',
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"a","digest":"sha256:aa","size":1},"layers":[]}',
    "linux/arm64/v8",
    "curl -u a:b --token abc https://c:d@e/f?password=g",
  ],
  words: '* ** ? [ ] [^a-z] ! \\ / # \n , = " ; : @ - . $ ${ } ( ) sha256: realm= 1 a A'.split(" "),
  pairs: [
    ["[", "]"],
    ["${A:-", "}"],
    ["**/", ""],
    ['{"a":', "}"],
    ["(", ")"],
  ],
  run(input) {
    const text = input.toString("utf8");
    const paths = ["a".repeat(200), "a/b/c/d/e/f/g/h".repeat(20), text.slice(0, 300)];
    const ignore = dockerIgnore(text);
    for (const read of [
      () => paths.map((path) => ignore.ignores(path)),
      () => parseReference(text.trim()),
      () => parseChallenges(text),
      () => parsePlatform(text),
      () => envFile(text),
      () =>
        interpolate(text, {
          value: (name) => (name === "A" ? "b" : undefined),
          missing: () => {},
          refuse: (problem) => new Failure("bad-config", problem, { hint: "" }),
        }),
      () => splitWords(text),
      () => parseConfig(input, "config"),
      () => parseManifest(input, "manifest"),
      () => parseCreatedBy(text),
      () => redactCommand(text),
      () => parseOsRelease(input),
      () => parseOldRelease("/etc/redhat-release", input),
      () => apt.parseUpgrades(text),
      () => apt.parseKeptBack(text),
      () => apt.parseInstalled(text),
      () => apt.parseCandidates(text),
      () => apt.parseSources(text),
      () => parseChangelog(text),
      () => parseRpms(text),
      () => parseRepolist(text),
      () => parseRpmChangelogs(text),
    ])
      attempt(read);
  },
} satisfies FuzzTarget;
