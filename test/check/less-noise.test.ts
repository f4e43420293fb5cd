import { describe, expect, it } from "vitest";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { checkDockerfile } from "../../src/pipeline/judge/check-text.ts";
import { readAnyway } from "../read-anyway.ts";
import fullVariant from "../../src/rules/base-image/full-variant.ts";
import copyFromUnknownStage from "../../src/rules/dockerfile-quality/stages/copy-from-unknown-stage.ts";
import heredocWithoutErrexit from "../../src/rules/dockerfile-quality/commands/heredoc-without-errexit.ts";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import shellcheck from "../../src/rules/dockerfile-quality/commands/shellcheck.ts";
import sudo from "../../src/rules/non-root/sudo.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";

const severities = (rule: Rule, text: string) =>
  runRules([rule], { target: "t", facts: textFacts(readAnyway(text), { today: "2026-11-24" }) }).findings.map(
    ({ severity }) => severity,
  );

describe("not a fault", () => {
  it.each<[Rule, string]>([
    // Plain Debian has no build tools to leave out.
    [fullVariant, "FROM debian:13\n"],
    [fullVariant, "FROM debian:trixie\n"],
    [fullVariant, "FROM docker.io/library/debian:12.5\n"],
    // sudo gives rights up.
    [sudo, "FROM debian:13\nRUN sudo -u app npm ci\n"],
    [sudo, "FROM debian:13\nRUN sudo -uapp npm ci && sudo --user=app id\n"],
    [sudo, "FROM debian:13\nRUN sudo --user app id\n"],
    [sudo, 'FROM debian:13\nRUN sudo -EHu "$APP_USER" id\n'],
    [sudo, "FROM debian:13\nRUN sudo -n -g staff -u '#1000' id\n"],
    [sudo, "FROM debian:13\nRUN sudo HOME=/home/app -u app id\n"],
    [sudo, "FROM debian:13\nRUN cd /a && A=b sudo -H -u app make\n"],
    [sudo, "FROM debian:13\nRUN <<E\nsudo -u app id\nE\n"],
    // A constant can't fail.
    [pipeHidesFailure, 'FROM debian:13\nRUN echo "$SUM  a.tgz" | sha256sum -c -\n'],
    [pipeHidesFailure, "FROM debian:13\nRUN printf '%s a\\n' \"$SUM\" | sha512sum --check && yes | a\n"],
    // The stage it is built from has set the shell.
    [heredocWithoutErrexit, 'FROM debian:13 AS a\nSHELL ["/bin/bash", "-ec"]\nFROM a\nRUN <<E\na\nb\nE\n'],
    [
      heredocWithoutErrexit,
      'FROM debian:13 AS A\nSHELL ["/bin/bash", "-e", "-c"]\nFROM a AS b\nFROM b\nRUN <<E\na\nb\nE\n',
    ],
  ])("%o %j", (rule, text) => {
    expect(severities(rule, text)).toEqual([]);
  });
});

describe("still a fault", () => {
  it.each<[Rule, string, string]>([
    [fullVariant, "FROM python:3.13\n", "info"],
    [sudo, "FROM debian:13\nRUN sudo -u root id\n", "warning"],
    [sudo, "FROM debian:13\nRUN sudo -u '#0' id\n", "warning"],
    [sudo, "FROM debian:13\nRUN sudo id -u app\n", "warning"],
    [sudo, "FROM debian:13\nRUN sudo -- -u app\n", "warning"],
    [sudo, "FROM debian:13\nRUN sudo -u app id && sudo id\n", "warning"],
    [sudo, "FROM debian:13\nRUN sudo -p -u id\n", "warning"],
    [pipeHidesFailure, "FROM debian:13\nRUN echo a | curl -d @- http://x | sh\n", "warning"],
    [pipeHidesFailure, "FROM debian:13\nRUN echo a | sha256sum -c && curl http://x | sh\n", "warning"],
    [heredocWithoutErrexit, 'FROM debian:13 AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nRUN <<E\na\nb\nE\n', "warning"],
    [
      heredocWithoutErrexit,
      'FROM debian:13 AS a\nSHELL ["/bin/bash", "-ec"]\nFROM debian:13\nRUN <<E\na\nb\nE\n',
      "warning",
    ],
    // A typing error, a stage further down, a number: the file itself is wrong.
    [copyFromUnknownStage, "FROM a AS build\nFROM b\nCOPY --from=builder x y\n", "warning"],
    [copyFromUnknownStage, "FROM a AS assets\nFROM b\nCOPY --from=asets x y\n", "warning"],
    [copyFromUnknownStage, "FROM b\nCOPY --from=late x y\nFROM a AS late\n", "warning"],
    [copyFromUnknownStage, "FROM b\nCOPY --from=3 x y\n", "warning"],
    // A context that the call names, or an image: the file can't tell.
    [copyFromUnknownStage, "FROM a AS build\nFROM b\nCOPY --from=docs x y\n", "info"],
    [copyFromUnknownStage, "FROM b\nCOPY --from=example/tools x y\n", "info"],
  ])("%o %j: %s", (rule, text, severity) => {
    expect(severities(rule, text)).toEqual([severity]);
  });
});

describe("what a /bin/sh has beyond POSIX", () => {
  const said = (base: string, code: string) => {
    const text = `FROM ${base}\nRUN a\n`;
    const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
    const span = { start: text.indexOf("RUN"), end: text.indexOf("RUN") + 3 };
    const comment = { code, level: "warning" as const, message: "In POSIX sh, x is undefined.", span };
    return runRules([shellcheck], { target: "t", facts: { ...facts, shellcheck: [comment] } }).findings.length;
  };
  it.each([
    ["debian:13", "SC3043", 0],
    ["alpine:3.22", "SC3043", 0],
    ["registry.example/app", "SC3043", 0],
    ["alpine:3.22", "SC3040", 0],
    ["python:3.13-alpine3.22", "SC3010", 0],
    ["busybox", "SC3014", 0],
    ["debian:13", "SC3010", 1],
    ["alpine:3.22", "SC2086", 1],
  ])("%s %s: %i", (base, code, count) => expect(said(base, code)).toBe(count));
});

describe("a rule on request", () => {
  const text = "FROM debian:13\nRUN apt-get update && apt-get install -y a\n";
  const verdicts = (rules: Record<string, "info" | "off">, allRules = false) =>
    checkDockerfile("Dockerfile", text, { ...emptyConfig, rules }, { cwd: "/", today: "2026-11-24", allRules })
      .run.results.filter(({ rule }) => /no-digest|unpinned-packages/.test(rule))
      .map(({ rule, verdict }) => `${rule} ${verdict}`)
      .sort();
  it("is skipped, not clean, and says how to ask", () => {
    expect(verdicts({})).toEqual(["base-image/no-digest skipped", "updates/unpinned-packages skipped"]);
    const { run } = checkDockerfile("Dockerfile", text, emptyConfig, { cwd: "/", today: "2026-11-24" });
    expect(run.results.find(({ rule }) => rule === "base-image/no-digest")?.reason).toMatch(/on request: .*--all/);
  });
  it("speaks when its own id is set, or all are asked", () => {
    expect(verdicts({ "base-image/no-digest": "info" })[0]).toBe("base-image/no-digest found");
    expect(verdicts({ "base-image/*": "info" })[0]).toBe("base-image/no-digest skipped");
    expect(verdicts({ "base-image/no-digest": "off" })[0]).toBe("base-image/no-digest skipped");
    expect(verdicts({}, true)).toEqual(["base-image/no-digest found", "updates/unpinned-packages found"]);
  });
});

it("names of an object's own methods are names like any other", () => {
  const text =
    "FROM constructor AS constructor\nENV toString=1 __proto__=2 constructor=$toString\nFROM constructor\nRUN constructor install a\nCOPY --from=constructor a b\n";
  const { run } = checkDockerfile("Dockerfile", text, emptyConfig, { cwd: "/", today: "2026-11-24" });
  expect(run.results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
});
