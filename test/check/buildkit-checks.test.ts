// What the examples of the rules that follow BuildKit's checks cannot show: which peers a case names, and fixes that are withheld.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/domain/finding/finding.ts";
import type { Fix } from "../../src/domain/finding/fix.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { planFixes } from "../../src/fixes/plan.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import constantPlatform from "../../src/rules/dockerfile-quality/stages/constant-platform.ts";
import duplicateStageName from "../../src/rules/dockerfile-quality/stages/duplicate-stage-name.ts";
import emptyContinuation from "../../src/rules/dockerfile-quality/syntax/empty-continuation.ts";
import envUsesItself from "../../src/rules/dockerfile-quality/variables/env-uses-itself.ts";
import exposeHostPort from "../../src/rules/dockerfile-quality/running/expose-host-port.ts";
import exposeProtocolCasing from "../../src/rules/dockerfile-quality/running/expose-protocol-casing.ts";
import fromAsCasing from "../../src/rules/dockerfile-quality/stages/from-as-casing.ts";
import instructionCasing from "../../src/rules/dockerfile-quality/syntax/instruction-casing.ts";
import invalidDefaultBase from "../../src/rules/dockerfile-quality/stages/invalid-default-base.ts";
import legacyEnv from "../../src/rules/dockerfile-quality/variables/legacy-env.ts";
import portOutOfRange from "../../src/rules/dockerfile-quality/running/port-out-of-range.ts";
import redundantPlatform from "../../src/rules/dockerfile-quality/stages/redundant-platform.ts";
import relativeWorkdir from "../../src/rules/dockerfile-quality/copies/relative-workdir.ts";
import repeatedInstruction from "../../src/rules/dockerfile-quality/running/repeated-instruction.ts";
import reservedStageName from "../../src/rules/dockerfile-quality/stages/reserved-stage-name.ts";
import shellFormCmd from "../../src/rules/dockerfile-quality/running/shell-form-cmd.ts";
import stageNameCasing from "../../src/rules/dockerfile-quality/stages/stage-name-casing.ts";
import undefinedArgInFrom from "../../src/rules/dockerfile-quality/stages/undefined-arg-in-from.ts";
import undefinedVariable from "../../src/rules/dockerfile-quality/variables/undefined-variable.ts";
import unrelatedDescription from "../../src/rules/dockerfile-quality/labels/unrelated-description.ts";
import wrongPlatform from "../../src/rules/dockerfile-quality/stages/wrong-platform.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { judge } from "../judge.ts";
import inArgOrEnv from "../../src/rules/secrets/in-arg-or-env.ts";
import { readAnyway } from "../read-anyway.ts";

function run(rule: Rule, text: string) {
  const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
  const result = judge([rule], { target: "x", facts });
  const [verdict] = result.results;
  if (verdict?.verdict === "failed") throw new Error(verdict.reason);
  return result;
}

const findings = (rule: Rule, text: string): readonly Finding[] => run(rule, text).findings;
const fixes = (rule: Rule, text: string): readonly Fix[] => run(rule, text).fixes.map(({ fix }) => fix);

function fixed(rule: Rule, text: string, allowed: readonly Fix["applicability"][] = ["safe", "proven"]): string {
  return applyEdits(text, planFixes(text, run(rule, text).fixes, allowed).edits);
}

describe("a finding names the peers that report the same case", () => {
  it.each<[Rule, string, readonly (readonly string[])[]]>([
    [relativeWorkdir, "FROM a\nWORKDIR b\n", [["buildkit", "hadolint", "trivy", "checkov", "kics"]]],
    [relativeWorkdir, "FROM a\nWORKDIR /a\nWORKDIR b\n", [["hadolint", "trivy", "checkov", "kics"]]],
    [relativeWorkdir, "FROM scratch\nWORKDIR $A\n", [["buildkit"]]],
    [relativeWorkdir, "FROM scratch\nENV A=/a\nWORKDIR $A\n", []],
    [relativeWorkdir, "FROM own/base\nWORKDIR $A\n", []],
    [relativeWorkdir, "FROM scratch\nENV A=a\nWORKDIR ${A}/b\n", [["buildkit"]]],
    [shellFormCmd, "FROM a\nCMD b\n", [["buildkit", "hadolint", "kics"]]],
    [shellFormCmd, 'FROM a\nSHELL ["/bin/bash", "-c"]\nCMD b; c\n', [["hadolint", "kics"]]],
    [shellFormCmd, 'FROM a AS b\nSHELL ["x"]\nFROM b\nENTRYPOINT b\n', [["hadolint", "kics"]]],
    [shellFormCmd, "FROM a\nHEALTHCHECK CMD b\n", [["hadolint"]]],
    [shellFormCmd, 'FROM a\nCMD b\nFROM c\nCMD ["d"]\n', [["buildkit", "hadolint"]]],
    [shellFormCmd, "FROM mcr.microsoft.com/windows/nanoserver:1\nCMD b\n", [["buildkit", "hadolint", "kics"]]],
    [duplicateStageName, "FROM a AS b\nFROM c AS B\n", [["buildkit", "trivy"]]],
    [duplicateStageName, "FROM a AS b\nFROM a AS b\n", [["buildkit", "hadolint", "kics"]]],
    [duplicateStageName, "FROM a as b\nFROM c as b\n", [["buildkit", "hadolint", "trivy", "kics", "checkov"]]],
    [reservedStageName, "FROM a AS Scratch\n", [["buildkit"]]],
    [reservedStageName, "FROM a AS context\n", [["buildkit", "hadolint"]]],
    [constantPlatform, "FROM --platform=linux/amd64 a AS b\n", [["buildkit", "hadolint", "kics"]]],
    [constantPlatform, "FROM --platform=linux a AS b-amd64\n", [["hadolint", "kics"]]],
    [constantPlatform, "FROM --platform=$P a\n", [["hadolint", "kics"]]],
    [constantPlatform, "FROM --platform=nowhere a\n", [["hadolint", "kics"]]],
    [constantPlatform, "FROM --platform=$BUILDPLATFORM a\n", []],
    [redundantPlatform, 'FROM --platform="$TARGETPLATFORM" a\n', [["buildkit", "kics"]]],
    [redundantPlatform, "FROM --platform=${TARGETPLATFORM} a\n", [["buildkit", "hadolint", "kics"]]],
    [redundantPlatform, "FROM --platform=$TARGETPLATFORM/v8 a\n", []],
    [repeatedInstruction, "FROM a\nCMD b\nCMD c\nFROM d\n", [["buildkit", "hadolint", "trivy"]]],
    [repeatedInstruction, "FROM a\nCMD b\nCMD c\n", [["buildkit", "hadolint", "trivy", "kics"]]],
    [portOutOfRange, "FROM a\nEXPOSE 70000/udp\n", [["hadolint", "trivy", "kics"]]],
    [portOutOfRange, "FROM a\nEXPOSE 60000-70000\n", [["hadolint"]]],
    [portOutOfRange, "FROM a\nENV P=70000\nEXPOSE $P\n", [[]]],
    [portOutOfRange, "FROM a\nEXPOSE 70000/sctp\n", [["trivy", "kics"]]],
    [portOutOfRange, "FROM a\nEXPOSE $P 65535\n", []],
    [envUsesItself, "FROM a\nENV A=1 B=${A:-2}\n", [[]]],
    [envUsesItself, "FROM a\nARG A\nENV A=1 B=$A\n", []],
    [undefinedVariable, "FROM alpine\nEXPOSE $P\n", [[]]],
    [undefinedVariable, "ARG A=$B\nFROM alpine\n", [[]]],
    [undefinedVariable, "FROM alpine\nENV A=${B:-c}\n", [["buildkit"]]],
    [instructionCasing, "arg A=1\nFROM a\n", [[]]],
    [inArgOrEnv, "ARG TOKEN\nFROM a\n", [["hadolint", "cis-docker"]]],
    [inArgOrEnv, "FROM a\nONBUILD ENV TOKEN=x\n", [["hadolint", "cis-docker"]]],
    [inArgOrEnv, "FROM a AS b\nARG TOKEN\nFROM c\n", [["hadolint", "buildkit", "cis-docker"]]],
    [inArgOrEnv, "FROM a\nENV DB_TOKEN=x\n", [["hadolint", "buildkit", "trivy", "dockle", "cis-docker"]]],
    [inArgOrEnv, "FROM a\nENV LICENSE_KEY=q8Zk-2Vw9-Lm4T\n", [["buildkit", "trivy", "dockle"]]],
  ])("%o %j", (rule, text, expected) => {
    const named = findings(rule, text).map(({ also }) => also.map((id) => id.slice(0, id.indexOf("/"))).sort());
    expect(named).toEqual(expected.map((tools) => tools.toSorted()));
  });

  it("a name that only peers take for a secret is a hint where the value looks like one, and nothing elsewhere", () => {
    const severities = (text: string) => findings(inArgOrEnv, text).map(({ severity }) => severity);
    expect(severities("FROM a\nARG CACHE_KEY\nENV USERNAME=me TOKEN_TTL=60 DB_PASSWORD=\n")).toEqual([]);
    expect(severities("FROM a\nENV LICENSE_KEY=q8Zk-2Vw9-Lm4T\n")).toEqual(["info"]);
    expect(severities("FROM a\nENV DB_PASSWORD=changeme\n")).toEqual(["warning"]);
    expect(severities("FROM a\nENV DB_PASSWORD=hunter2\n")).toEqual(["warning"]);
    expect(severities("FROM a\nENV DB_PASSWORD=x7Kq2mZ9vT\n")).toEqual(["error"]);
  });
});

describe("found, without a fix", () => {
  it.each<[Rule, string]>([
    [stageNameCasing, "FROM a AS B\\\nc\n"],
    [emptyContinuation, "FROM a\nRUN b \\\n\n"],
    [exposeHostPort, "FROM a\nENV P=1:2\nEXPOSE $P\n"],
    [exposeProtocolCasing, "FROM a\nENV P=TCP\nEXPOSE 1/$P\n"],
    [redundantPlatform, "ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM a\n"],
    [instructionCasing, "FROM a\nonbuild RUN b\n"],
    [undefinedVariable, "FROM alpine\nCOPY $zzz /\n"],
    [inArgOrEnv, "FROM a\nARG TOKEN\nENV A=$TOKEN\nRUN echo $TOKEN\n"],
    [inArgOrEnv, "FROM a AS b\nARG TOKEN\nRUN echo $TOKEN\nFROM b\n"],
    [inArgOrEnv, "FROM a\nARG TOKEN=x\nRUN echo $TOKEN\n"],
  ])("%o %j", (rule, text) => {
    expect(findings(rule, text)).not.toEqual([]);
    expect(fixes(rule, text)).toEqual([]);
  });
});

describe("fixes", () => {
  it.each<[Rule, string, string]>([
    [
      stageNameCasing,
      "FROM a AS Base\nFROM b\nCOPY --chown=1 --from=Base /a /a\nRUN --mount=type=bind,from=Base,target=/x ls\n",
      "FROM a AS base\nFROM b\nCOPY --chown=1 --from=base /a /a\nRUN --mount=type=bind,from=base,target=/x ls\n",
    ],
    [instructionCasing, "FROM a\nRUN b\nEnv C=d\n", "FROM a\nRUN b\nENV C=d\n"],
    [emptyContinuation, "FROM a\nRUN b \\\n \t\n\n  c \\\n\n# d\n  e\n", "FROM a\nRUN b \\\n  c \\\n# d\n  e\n"],
    [exposeHostPort, "FROM a\nEXPOSE [::1]:8080:80/tcp\n", "FROM a\nEXPOSE 80/tcp\n"],
    [
      repeatedInstruction,
      "FROM a\n\nCMD b \\\n  # c\n  d\n\nCMD e\nFROM f\nCMD g\n",
      "FROM a\n\n  # c\n\nCMD e\nFROM f\nCMD g\n",
    ],
    [legacyEnv, "FROM a\nENV A 'b c'\nLABEL d e f\n", "FROM a\nENV A='b c'\nLABEL d=\"e f\"\n"],
    [
      shellFormCmd,
      "FROM a\nHEALTHCHECK --retries=2 CMD curl -f x\n",
      'FROM a\nHEALTHCHECK --retries=2 CMD ["curl", "-f", "x"]\n',
    ],
    [fromAsCasing, "from a AS b\nFROM c aS d\n", "from a as b\nFROM c AS d\n"],
  ])("%o %j", (rule, text, expected) => {
    expect(fixed(rule, text)).toBe(expected);
    expect(fixed(rule, expected)).toBe(expected);
  });

  it("suggests a secret mount where RUN alone uses the ARG", () => {
    const text = "FROM a\nARG NPM_TOKEN\nRUN npm ci\nRUN --network=none echo ${NPM_TOKEN} && $NPM_TOKENS\n";
    expect(fixed(inArgOrEnv, text)).toBe(text);
    expect(fixed(inArgOrEnv, text, ["suggested"])).toBe(
      "FROM a\nRUN npm ci\nRUN --network=none --mount=type=secret,id=npm_token,env=NPM_TOKEN echo ${NPM_TOKEN} && $NPM_TOKENS\n",
    );
  });

  it("suggests the name that was meant", () => {
    expect(fixed(undefinedVariable, "FROM alpine\nARG FILES=a\nCOPY ${FILE:-b} /\n", ["suggested"])).toBe(
      "FROM alpine\nARG FILES=a\nCOPY ${FILES:-b} /\n",
    );
    expect(fixed(undefinedArgInFrom, "ARG TAG=1\nFROM a:$TAGS\n", ["suggested"])).toBe("ARG TAG=1\nFROM a:$TAG\n");
  });
});

describe("names of images", () => {
  it.each<[string, number]>([
    ["FROM a.b:5000/c/d:1\n", 0],
    ["FROM localhost/a\n", 0],
    ["FROM Host/a\n", 0],
    ["FROM A\n", 1],
    ["FROM a:\n", 1],
    ["FROM a@sha256:12\n", 1],
    [`FROM ${"ab".repeat(32)}\n`, 1],
    ["FROM a-$TARGETARCH\n", 0],
    ["ARG A=\nFROM a$A\n", 0],
    ["FROM a//b\n", 1],
  ])("%j: %d faults", (text, count) => {
    expect(findings(invalidDefaultBase, text)).toHaveLength(count);
  });

  it.each<[string, string]>([
    ["ARG A\nFROM b:$A\n", "info"],
    ["ARG R=x A\nFROM $R/b:${A}\n", "info"],
    ["ARG A=\nFROM b:$A\n", "warning"],
    ["FROM b:$A\nARG A\n", "warning"],
    ["ARG A\nARG B=\nFROM b:$B\n", "warning"],
  ])("a base that needs a build argument is a note: %j is %s", (text, severity) => {
    expect(findings(invalidDefaultBase, text)).toMatchObject([{ severity }]);
  });
});

describe("what cannot be judged, and what is not asked for", () => {
  it("tells that nobody looked at the base", () => {
    expect(run(wrongPlatform, "FROM --platform=linux/arm64 a\n").results).toMatchObject([{ verdict: "skipped" }]);
    expect(run(wrongPlatform, "FROM a\n").results).toMatchObject([{ verdict: "clean" }]);
  });

  it.each([
    "# the version\nARG A\nFROM a\n",
    "# check=experimental=InvalidDefinitionDescription\nARG A\n# A is it\nFROM a\n",
    "# check=experimental=all\n\n# other\n\nFROM a AS b\n",
    "# check=experimental=all\n# other\n#\nFROM a AS b\n",
  ])("no description is asked for in %j", (text) => {
    expect(findings(unrelatedDescription, text)).toEqual([]);
  });
});

it("whatever the file, no rule throws, and no fix makes it unreadable", () => {
  const word = fc.stringMatching(/^[\w$"'{}:/.,=@-]{1,12}$/);
  const line = fc
    .tuple(
      fc.constantFrom(
        ..."FROM from ARG ENV env LABEL COPY WORKDIR EXPOSE CMD ENTRYPOINT HEALTHCHECK USER RUN ONBUILD".split(" "),
      ),
      fc.array(fc.oneof(word, fc.constantFrom("AS", "as", "\\\n", "\\\n\n", "--platform=$TARGETPLATFORM")), {
        maxLength: 4,
      }),
    )
    .map(([keyword, words]) => `${keyword} ${words.join(" ")}\n`);
  const all: readonly Rule[] = [
    emptyContinuation,
    exposeHostPort,
    exposeProtocolCasing,
    fromAsCasing,
    instructionCasing,
    legacyEnv,
    redundantPlatform,
    relativeWorkdir,
    repeatedInstruction,
    shellFormCmd,
    stageNameCasing,
    inArgOrEnv,
    undefinedVariable,
    undefinedArgInFrom,
    invalidDefaultBase,
    envUsesItself,
    portOutOfRange,
    constantPlatform,
  ];
  let read = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const text = `FROM a AS B\n${lines.join("")}`;
      try {
        parseDockerfile("Dockerfile", text);
      } catch {
        return;
      }
      read++;
      for (const rule of all) {
        const once = fixed(rule, text);
        expect(fixed(rule, once)).toBe(once);
      }
    }),
    { numRuns: 400 },
  );
  expect(read).toBeGreaterThan(40);
});
