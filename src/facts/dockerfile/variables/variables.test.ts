import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../formats/dockerfile/parse.ts";
import type { BaseInfo } from "../../../domain/dockerfile/base-info.ts";
import type { BasesFact } from "../bases.ts";
import { dockerfileFact } from "../stages.ts";
import { variablesFact } from "./variables.ts";
import { expandText } from "./expand.ts";
import { closest } from "./suggest.ts";
import { readAnyway } from "../../../../test/read-anyway.ts";

const noBases: BasesFact = { of: () => undefined };
const fact = (text: string, bases = noBases) => variablesFact(readAnyway(text), bases);

/** The undefined names of a Dockerfile as `$name` or `$name?suggestion`. */
const undefinedNames = (text: string, bases = noBases) =>
  fact(text, bases)
    .uses.filter(({ defined }) => !defined)
    .map(({ name, suggestion }) => (suggestion === undefined ? name : `${name}?${suggestion}`));

/** Value of `name` at the last instruction. */
function valueAtEnd(text: string, name: string): string | undefined {
  const dockerfile = readAnyway(text);
  const last = dockerfile.instructions.at(-1);
  if (last === undefined) throw new Error("no instruction");
  return variablesFact(dockerfile, noBases).valueOf(last, name);
}

describe("expansion", () => {
  const values: Record<string, string> = { A: "a.tar.gz", E: "", P: "x/y/x/z", _1: "one" };
  const expand = (text: string, escape: "\\" | "`" = "\\") =>
    expandText(text, (name) => (name in values ? { set: true, text: values[name] ?? "" } : undefined), {
      escape,
      unsetIsEmpty: true,
    });

  it.each<[string, string | undefined]>([
    ["plain", "plain"],
    ["$A", "a.tar.gz"],
    ["${A}b", "a.tar.gzb"],
    ["$Ab", ""],
    ["$_1-$1x", "one-x"],
    ["$", "$"],
    ["a$/b", "a$/b"],
    ["'$A'", "$A"],
    ['"$A"', "a.tar.gz"],
    ["\\$A", "$A"],
    ['"\\$A\\n"', "$A\\n"],
    ["'\\'", "\\"],
    ["a\\", "a"],
    ["${E:-x}${E-x}${U:-y}${U-z}", "xyz"],
    ["${A:+x}${E:+x}${E+y}${U+z}", "xy"],
    ["${U:-$A}${U:-'}'}", "a.tar.gz}"],
    ["${A:?m}", "a.tar.gz"],
    ["${U:?m}", undefined],
    ["${E:?m}", undefined],
    ["${E?m}", ""],
    ["${A#*.}|${A##*.}|${A%.*}|${A%%.*}", "tar.gz|gz|a.tar|a"],
    ["${A#?}|${A#b}|${A%?z}", ".tar.gz|a.tar.gz|a.tar."],
    ["${P/x/-}|${P//x/-}|${P/y*/!}|${P//\\//+}", "-/y/x/z|-/y/-/z|x/!|x+y+x+z"],
    ["${A:#x}", undefined],
    ["${A^}", undefined],
    ["${}", undefined],
    ["${A", undefined],
    ["${A:-", undefined],
    ["'a", undefined],
    ['"a', undefined],
  ])("%s is %s", (text, result) => {
    expect(expand(text).text).toBe(result);
  });

  it("supports the other escape character", () => {
    expect(expand("`$A\\$A", "`").text).toBe("$A\\a.tar.gz");
  });

  it("reports each name and its place, the outer before the inner", () => {
    const text = "x$A-${U:-${E}}/${V+w}";
    expect(expand(text).uses.map(({ name, start, end, guarded }) => [name, text.slice(start, end), guarded])).toEqual([
      ["A", "$A", false],
      ["U", "${U:-${E}}", true],
      ["E", "${E}", false],
      ["V", "${V+w}", true],
    ]);
  });

  it("leaves values that only the build knows undefined", () => {
    const built = (text: string) => expandText(text, () => ({ set: true }), { escape: "\\" }).text;
    expect(["$A", "${A:-x}", "${A#x}", "${A/x/y}"].map(built)).toEqual([undefined, undefined, undefined, undefined]);
    expect(built("${A+x}")).toBe("x");
    expect(expandText("$A", () => undefined, { escape: "\\" }).text).toBeUndefined();
  });

  it("never throws and keeps text without special characters", () => {
    const shellish = fc.string({ unit: fc.constantFrom(...Array.from("${}:-+?#%/'\"\\`*ABx_1 é\n")) });
    fc.assert(
      fc.property(shellish, fc.constantFrom("\\" as const, "`" as const), (text, escape) => {
        const { uses } = expand(text, escape);
        expect(uses.every(({ start, end }) => start < end && end <= text.length && text[start] === "$")).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.stringMatching(/^[\w./:@ -]*$/), (text) => expand(text).text === text));
    expect(expand("${A:-".repeat(20_000)).text).toBeUndefined();
    expect(expand(`\${A#${"*a".repeat(2_000)}}`).text).toBe("a.tar.gz");
  });
});

describe("scopes", () => {
  it.each<[string, string, readonly string[]]>([
    ["an ARG before FROM is FROM's", "ARG V=1\nFROM a:$V\n", []],
    ["and no stage's", "ARG V=1\nFROM alpine\nCOPY $V /\n", ["V"]],
    ["until the stage declares it", "ARG V=1\nFROM alpine\nARG V\nCOPY $V /\n", []],
    ["a stage's ARG is not FROM's", "FROM a\nARG V=1\nFROM b:$V\n", ["V"]],
    ["platform ARGs are FROM's", "FROM --platform=$BUILDPLATFORM a-$TARGETARCH\n", []],
    [
      "and a stage's once declared",
      "FROM alpine\nCOPY $TARGETARCH /\nARG TARGETARCH\nCOPY $TARGETARCH /\n",
      ["TARGETARCH"],
    ],
    ["proxies are for RUN alone", "FROM alpine\nENV A=$HTTP_PROXY\n", ["HTTP_PROXY"]],
    ["before it is declared", "FROM alpine\nCOPY $foo .\nARG foo=bar\n", ["foo"]],
    ["declared without a value", "FROM scratch\nARG foo\nCOPY f${foo} .\n", []],
    ["a child has its parent's", "FROM alpine AS base\nARG foo=1\nENV bar=2\nFROM base\nCOPY $foo $bar /\n", []],
    ["a sibling has not", "FROM alpine AS base\nENV bar=2\nFROM alpine\nCOPY $bar /\n", ["bar"]],
    ["triggers of the parent fire first", "FROM alpine AS base\nONBUILD ARG foo=1\nFROM base\nCOPY $foo /\n", []],
    ["but not in the parent", "FROM alpine AS base\nONBUILD ARG foo=1\nCOPY $foo /\n", ["foo"]],
    ["an ENV does not see itself", "FROM alpine\nENV A=1 B=$A\n", ["A"]],
    ["an ARG sees those left of it", "FROM alpine\nARG A=1 B=$A\n", []],
    ["also before FROM", "ARG A=1 B=$A C=$D\nFROM a\n", ["D"]],
    ["PATH is always there", "FROM alpine\nENV PATH=$PAHT:/x PATH=$PATH\n", ["PAHT?PATH"]],
    ["a python has its version", "FROM python\nARG V=$PYTHON_VERSION\n", []],
    ["a typo is reported", "FROM alpine\nARG DIR_ASSETS=a\nCOPY $DIR_ASSET .\n", ["DIR_ASSET?DIR_ASSETS"]],
    ["also in FROM", "FROM --platform=$BULIDPLATFORM a\n", ["BULIDPLATFORM?BUILDPLATFORM"]],
    ["an inner default", "FROM alpine\nENV A=${B:-$C}\n", ["B", "C"]],
    ["shells expand for themselves", "FROM alpine\nRUN echo $A\nCMD echo $A\nHEALTHCHECK CMD echo $A\n", []],
    ["mounts are expanded", "FROM alpine\nRUN --mount=type=cache,target=$A true\n", ["A"]],
    ["flags too", "FROM alpine\nCOPY --chown=$A --from=$B a /\n", ["A"]],
    ["and heredocs", "FROM alpine\nCOPY <<EOF <<\"RAW\" /x/\n'$A'\nEOF\n$B\nRAW\n", ["A"]],
    [
      "all the others",
      'FROM alpine\nUSER $A\nWORKDIR $B\nEXPOSE $C\nVOLUME ["$D"]\nSTOPSIGNAL $E\nLABEL $F=$G\n',
      ["A", "B", "C", "D", "E", "F", "G"],
    ],
    ["a trigger is expanded elsewhere", "FROM alpine\nONBUILD COPY $A /\n", []],
  ])("%s", (_, text, expected) => {
    expect(undefinedNames(text)).toEqual(expected);
  });

  it("reads the base's environment from the engine", () => {
    const info: BaseInfo = {
      reference: "x",
      user: "",
      env: { HOME_DIR: "/srv" },
      workdir: "",
      platform: "linux/amd64",
      hasHealthcheck: false,
      exposesPort: false,
      entrypoint: [],
    };
    const text = "FROM own/base\nWORKDIR $HOME_DIR/$OTHER\n";
    const uses = (bases: BasesFact) => fact(text, bases).uses.map(({ defined, baseUnknown }) => [defined, baseUnknown]);
    expect(uses({ of: () => info })).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(uses(noBases)).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it.each<[string, string, string | undefined]>([
    ["ARG A=1\nFROM a\nARG A\nRUN x\n", "A", "1"],
    ["ARG A=1\nFROM a\nARG A=2\nRUN x\n", "A", "2"],
    ["ARG A=1\nFROM a\nRUN x\n", "A", undefined],
    ["FROM a\nENV A=1\nARG A\nRUN x\n", "A", "1"],
    ["FROM a\nENV A=1\nENV A=2 B=$A\nRUN x\n", "B", "1"],
    ["FROM a\nENV A 'two words' \nENV B=$A!\nRUN x\n", "B", "two words!"],
    ["FROM a\nENV A=1\nENV A=2\n", "A", "1"],
    ["FROM a\nARG A\nENV B=x$A\nRUN x\n", "B", undefined],
    ["FROM a AS b\nENV A=1\nFROM c AS d\nFROM d AS e\nFROM b\nRUN x\n", "A", "1"],
    ["FROM a\nENV A=1\\\n2\nENV B=$A\nRUN x\n", "B", "12"],
  ])("%j: %s is %s", (text, name, expected) => {
    expect(valueAtEnd(text, name)).toBe(expected);
  });

  it("resolves a build without --build-arg where possible", () => {
    const dockerfile = dockerfileFact(
      parseDockerfile("Dockerfile", "ARG V\nARG I=busybox:$V\nFROM $I\nARG W\nENV D=/a$W\nWORKDIR x\n"),
    );
    const variables = variablesFact(dockerfile, noBases);
    const [, , from, , , workdir] = dockerfile.instructions;
    if (from === undefined || workdir === undefined) throw new Error("no instruction");
    expect([variables.expand(from, "$I"), variables.expandDefaults(from, "$I")]).toEqual([undefined, "busybox:"]);
    expect([variables.expand(workdir, "$D"), variables.expandDefaults(workdir, "$D")]).toEqual([undefined, "/a"]);
    // The base may set what nothing here does.
    expect(variables.expandDefaults(workdir, "$APP")).toBeUndefined();
  });

  it("points at the name", () => {
    const text = 'FROM alpine\nCOPY --chown=$a "x$b" \\\n  $c \\\n /\nCOPY ["$d", "/"]\n';
    expect(fact(text).uses.map(({ span }) => text.slice(span.start, span.end))).toEqual(["$a", "$b", "$c", "$d"]);
  });

  it("expands a hostile file in reasonable time", () => {
    const lines = Array.from({ length: 7_000 }, (_, i) => `FROM s${i} AS s${i + 1}\nENV V${i}=$V${i}x$W\n`);
    const started = process.cpuUsage();
    expect(undefinedNames(lines.join(""))).toHaveLength(14_000);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
  });
});

describe("suggestions", () => {
  it("are one or two letters away, the nearest first", () => {
    expect(closest("PAHT", ["PART", "PATH"])).toBe("PART");
    expect(closest("abcd", ["abcdef", "abcde"])).toBe("abcde");
    expect(closest("abcd", ["abcdefg"])).toBeUndefined();
    expect(closest("PATH", ["PAT", "PATH"])).toBeUndefined();
  });
});
