// Rules on stages, copies, labels and users: which peer is named where, and what their examples cannot show.
import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/domain/settings/config.ts";
import type { Finding } from "../../src/domain/finding/finding.ts";
import type { BaseInfo } from "../../src/domain/dockerfile/base-info.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { planFixes } from "../../src/fixes/plan.ts";
import endOfLife from "../../src/rules/base-image/end-of-life.ts";
import floatingTag from "../../src/rules/base-image/floating-tag.ts";
import foreignRegistry from "../../src/rules/base-image/foreign-registry.ts";
import noDigest from "../../src/rules/base-image/no-digest.ts";
import { isAllowed } from "../../src/rules/shared/registries.ts";
import addInsteadOfCopy from "../../src/rules/dockerfile-quality/copies/add-instead-of-copy.ts";
import copyFromUnknownStage from "../../src/rules/dockerfile-quality/stages/copy-from-unknown-stage.ts";
import copyWithoutSlash from "../../src/rules/dockerfile-quality/copies/copy-without-slash.ts";
import labelForm from "../../src/rules/dockerfile-quality/labels/label-form.ts";
import labelKey from "../../src/rules/dockerfile-quality/labels/label-key.ts";
import missingLabel from "../../src/rules/dockerfile-quality/labels/missing-label.ts";
import relativeCopy from "../../src/rules/dockerfile-quality/copies/relative-copy.ts";
import stageByNumber from "../../src/rules/dockerfile-quality/stages/stage-by-number.ts";
import systemWorkdir from "../../src/rules/dockerfile-quality/copies/system-workdir.ts";
import unknownLabel from "../../src/rules/dockerfile-quality/labels/unknown-label.ts";
import exposedSsh from "../../src/rules/capabilities/network/exposed-ssh.ts";
import addRemote from "../../src/rules/layers/add-remote.ts";
import archiveCopied from "../../src/rules/layers/archive-copied.ts";
import chownAfterCopy from "../../src/rules/layers/chown-after-copy.ts";
import consecutiveCopies from "../../src/rules/layers/consecutive-copies.ts";
import wholeFilesystem from "../../src/rules/layers/whole-filesystem.ts";
import noHealthcheck from "../../src/rules/limits/no-healthcheck.ts";
import namedUser from "../../src/rules/non-root/named-user.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { RuleRun } from "../../src/rules/run/run-rules.ts";
import { judge } from "../judge.ts";
import { readAnyway } from "../read-anyway.ts";
import { quietRepository } from "../safe/quiet-repository.ts";

interface Given {
  readonly policy?: Policy;
  readonly base?: Partial<BaseInfo>;
  readonly files?: readonly string[];
}

function run(rule: Rule, text: string, { policy, base, files }: Given = {}): RuleRun {
  const unset = {
    user: "",
    env: {},
    workdir: "",
    platform: "linux/amd64",
    hasHealthcheck: false,
    exposesPort: false,
    entrypoint: [],
  };
  const folder = files && { folder: ".", files: files.map((path) => ({ path, bytes: 1 })) };
  const facts = textFacts(readAnyway(text), {
    today: "2026-11-24",
    repository: () => quietRepository,
    ...(policy && { policy }),
    ...(base && { bases: { of: ({ text: reference }) => ({ reference, ...unset, ...base }) } }),
    ...(folder && { context: () => folder }),
  });
  const result = judge([rule], { target: "t", facts });
  expect(result.results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  return result;
}

function find(rule: Rule, text: string, given: Given = {}): readonly Finding[] {
  return run(rule, text, given).findings;
}

function fixed(rule: Rule, text: string, given: Given = {}): string {
  return applyEdits(
    text,
    run(rule, text, given).fixes.flatMap(({ fix }) => [...fix.edits]),
  );
}

const from = "FROM debian:trixie-slim\n";

describe("silent", () => {
  it.each<[Rule, string]>([
    [floatingTag, `FROM python:latest@sha256:${"a".repeat(64)}\n`],
    [floatingTag, "ARG B\nFROM $B\n"],
    [floatingTag, "ARG R\nARG T\nFROM ${R}/python:$T\n"],
    [copyFromUnknownStage, "FROM debian:13 AS a\nFROM debian:13\nCOPY --from=A /a /b\nCOPY --from=0 /a /b\n"],
    [copyFromUnknownStage, `${from}COPY --from=example/tool:1 /a /b\n`],
    [copyWithoutSlash, `${from}COPY a b\n`],
    [copyWithoutSlash, `${from}COPY --chmod=755 --chown=1:1 a b/\n`],
    [relativeCopy, `${from}COPY a /b\nCOPY a $DIR\nCOPY a "/b"\n`],
    [relativeCopy, "FROM debian:13 AS a\nWORKDIR /x\nFROM a AS b\nFROM b\nCOPY a b\n"],
    [archiveCopied, `${from}COPY --from=a /a.tgz /\nRUN tar -xf /a.tgz\n`],
    [archiveCopied, `${from}COPY a.tgz /\nRUN tar -czf /b.tgz /b\n`],
    [wholeFilesystem, `${from}COPY / /\nCOPY --from=a:1 / /b\n`],
    [stageByNumber, `${from}COPY --from=1 /a /b\n`],
    [labelKey, `${from}LABEL org.valid-key.label3="x" "com.example.a"=b\n`],
    [exposedSsh, `${from}EXPOSE 2222 220/tcp $PORT\n`],
    [systemWorkdir, `${from}WORKDIR /development\nWORKDIR /data/proc/\n`],
    [
      consecutiveCopies,
      `${from}${["dependencies/", "spring-boot-loader/", "snapshot-dependencies/", "application/"].map((name) => `COPY --from=build /out/${name} ./\n`).join("")}`,
    ],
    [consecutiveCopies, `${from}COPY a /x/\nCOPY --chown=1:1 b /x/\nRUN date\nCOPY c /x/\nCOPY d /y/\n`],
    [addRemote, `${from}ADD https://example.com/tool /t\nADD --unpack https://example.com/a.tgz /src\nADD a.tgz /b\n`],
    [namedUser, "ARG U\nFROM debian:13\nUSER $U\n"],
    [namedUser, `${from}USER 1000:app\n`],
  ])("%o %j", (rule, text) => {
    expect(find(rule, text).map(({ message }) => message)).toEqual([]);
  });
});

describe("the port of SSH", () => {
  it.each([
    ["an SFTP server", 'EXPOSE 22\nCMD ["/usr/sbin/sshd", "-D", "-e"]\n', "info"],
    ["a git server with an entry script", 'EXPOSE 22/tcp\nENTRYPOINT ["/start"]\nCMD exec /usr/sbin/sshd -D\n', "info"],
    ["a service with a shell beside it", 'EXPOSE 22 8080\nCMD ["/usr/sbin/sshd", "-D"]\n', "warning"],
    ["a service that starts no sshd", 'EXPOSE 22\nCMD ["/usr/bin/app"]\n', "warning"],
    ["an sshd that a later CMD replaces", 'EXPOSE 22\nCMD ["sshd"]\nCMD ["app"]\n', "warning"],
  ])("of %s", (_, text, severity) => {
    expect(find(exposedSsh, from + text).map((finding) => finding.severity)).toEqual([severity]);
  });
});

describe("what the engine says of a base", () => {
  it("decides whether a missing USER means root", () => {
    const text = "FROM example.com/own/base:1\n";
    expect(find(noUser, text)[0]?.severity).toBe("info");
    expect(find(noUser, text, { base: { user: "app" } })).toEqual([]);
    expect(find(noUser, text, { base: { user: "" } })[0]?.severity).toBe("warning");
    expect(find(noUser, text, { base: { user: "0" } })[0]?.severity).toBe("warning");
    expect(find(noUser, text, { base: { entrypoint: ["/start"] } })[0]?.severity).toBe("info");
    expect(find(noUser, "FROM example.com/rootless:1\n", { base: { user: "root" } })).toHaveLength(1);
  });

  it("brings a health check and a working directory", () => {
    expect(find(noHealthcheck, from, { base: { hasHealthcheck: true } })).toEqual([]);
    expect(find(relativeCopy, `${from}COPY a b\n`, { base: { workdir: "/app" } })).toEqual([]);
    expect(find(relativeCopy, `${from}COPY a b\n`, { base: { workdir: "/" } })).toHaveLength(1);
  });

  it("pins a tag that is written out, and no other", () => {
    const base = { digest: `sha256:${"b".repeat(64)}` };
    expect(fixed(noDigest, "FROM a:1 AS b\n", { base })).toBe(`FROM a:1@${base.digest} AS b\n`);
    for (const text of ["ARG T=1\nFROM a:$T\n", "FROM --platform=linux/arm64 a:1\n"]) {
      expect(fixed(noDigest, text, { base })).toBe(text);
    }
  });
});

it("a digest never comes to stand beside a tag that another fix has moved", () => {
  const base = { digest: `sha256:${"b".repeat(64)}` };
  const text = "FROM python:3.8-slim\n";
  const both = [noDigest, endOfLife].flatMap((rule: Rule) => run(rule, text, { base }).fixes);
  expect(both).toHaveLength(2);
  const fixedText = applyEdits(text, planFixes(text, both, ["safe", "proven"]).edits);
  expect(fixedText).toMatch(/^FROM python:(3\.8-slim@sha256:b+|3\.1\d-slim)\n$/);
});

describe("ADD is COPY for certain", () => {
  it.each<[string, readonly string[] | undefined, string | undefined]>([
    ["ADD . /app", undefined, "safe"],
    ["ADD app.py /app/", undefined, "proven"],
    ["ADD app.py /app/", ["app.py"], "proven"],
    ["ADD src /app/", ["src/app.py"], "safe"],
    ["ADD rootfs /", ["rootfs"], "proven"],
    ["ADD app.py /app/", ["other.py"], "proven"],
    ["ADD ../app.py /app/", ["app.py"], "proven"],
    ["ADD *.py /app/", ["app.py"], undefined],
    ["ADD a.tar app.py /app/", ["app.py", "a.tar"], undefined],
  ])("%s with %j: %s", (line, files, applicability) => {
    const [finding] = find(addInsteadOfCopy, `${from}${line}\n`, files === undefined ? {} : { files });
    expect(finding?.fix?.applicability).toBe(applicability);
  });
});

describe("fixes", () => {
  it.each<[Rule, string, string]>([
    [copyWithoutSlash, 'COPY ["a", "b", "c d"]\n', 'COPY ["a", "b", "c d/"]\n'],
    [copyWithoutSlash, "COPY a \\\r\n  b c\r\n", "COPY a \\\r\n  b c/\r\n"],
    [chownAfterCopy, "COPY a /app\nRUN chown -hR 1:1 /app\n", "COPY --chown=1:1 a /app\n"],
    [
      chownAfterCopy,
      "WORKDIR /app\nCOPY . .\nRUN chown -hR 1:1 .\n",
      "WORKDIR /app\nCOPY --chown=1:1 . .\nRUN chown -h 1:1 .\n",
    ],
    [
      chownAfterCopy,
      "WORKDIR /app\nCOPY . .\nRUN chown --recursive 1:1 /app\n",
      "WORKDIR /app\nCOPY --chown=1:1 . .\nRUN chown 1:1 /app\n",
    ],
    [
      chownAfterCopy,
      "WORKDIR /app/x\nCOPY . /app\nRUN chown 1:1 -R /app\n",
      "WORKDIR /app/x\nCOPY --chown=1:1 . /app\nRUN chown 1:1 /app\n",
    ],
    [chownAfterCopy, "COPY a .\nRUN chown -R 1:1 .\n", "COPY a .\nRUN chown -R 1:1 .\n"],
    [
      chownAfterCopy,
      "WORKDIR /a\nCOPY . .\nRUN cd b && chown -R 1:1 .\n",
      "WORKDIR /a\nCOPY . .\nRUN cd b && chown -R 1:1 .\n",
    ],
  ])("%o %j", (rule, bad, good) => {
    expect(fixed(rule, `${from}${bad}`)).toBe(`${from}${good}`);
    expect(fixed(rule, `${from}${good}`)).toBe(`${from}${good}`);
  });

  it("a name that two stages share stands for neither", () => {
    const text = "FROM a:1 AS x\nFROM a:2 AS X\nFROM a:3\nCOPY --from=0 /a /b\n";
    expect(find(stageByNumber, text)).toHaveLength(1);
    expect(fixed(stageByNumber, text)).toBe(text);
  });
});

describe("policy", () => {
  it("without one there is no opinion, and it is said", () => {
    for (const rule of [foreignRegistry, missingLabel, unknownLabel, labelForm]) {
      const [result] = run(rule, from).results;
      expect(result?.verdict).toBe("skipped");
      expect(result?.reason).toMatch(/hullproof\.yaml/);
    }
  });

  it.each<[string, string, boolean]>([
    ["debian:13", "docker.io", true],
    ["docker.io/team/a:1", "hub.docker.com", true],
    ["team/a:1", "docker.io/library", false],
    ["debian:13", "docker.io/library", true],
    ["r.example.com/team/a:1", "r.example.com", true],
    ["r.example.com/team/a:1", "r.example.com/team", true],
    ["r.example.com/teams/a:1", "r.example.com/team", false],
    ["r.example.com/team/a:1", "*.example.com", true],
    ["example.com/a", "*.example.com", false],
    ["r.example.com.evil.org/a", "*.example.com", false],
    ["r.example.com/t-1/a", "r.example.com/t-*", true],
    ["localhost:5000/a", "localhost:5000", true],
    ["anything", "*", true],
  ])("%s from %s: %s", (image, entry, allowed) => {
    expect(isAllowed(image, [entry])).toBe(allowed);
  });

  it("a base that only the build knows is not called clean", () => {
    const [result] = run(foreignRegistry, "ARG B\nFROM $B\n", { policy: { registries: ["a.io"] } }).results;
    expect(result?.verdict).toBe("skipped");
  });

  it("asks each image that comes out, and no stage that only feeds one", () => {
    const policy = { labels: { team: "text" } } as const;
    const count = (text: string) => find(missingLabel, text, { policy }).length;
    expect(count("FROM a AS b\nFROM c\nLABEL team=x\nCOPY --from=b /a /a\n")).toBe(0);
    expect(count("FROM a AS b\nFROM c\nLABEL team=x\nRUN --mount=from=b date\n")).toBe(0);
    expect(count("FROM a AS b\nLABEL team=x\nFROM b\n")).toBe(0);
    expect(count("FROM a AS b\nFROM c\nLABEL team=x\n")).toBe(1);
    expect(count("FROM a\nLABEL team x\n")).toBe(0);
  });

  it("an empty value is empty, and of another form too", () => {
    const policy = { labels: { v: "semver", t: "text" } } as const;
    expect(find(labelForm, `${from}LABEL v="" t=''\n`, { policy }).map(({ also }) => also)).toEqual([
      ["hadolint/DL3051", "hadolint/DL3056"],
      ["hadolint/DL3051"],
    ]);
    expect(find(labelForm, `${from}LABEL constructor=1 v=$V\n`, { policy })).toEqual([]);
  });
});
