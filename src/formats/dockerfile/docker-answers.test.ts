import { describe, expect, it } from "vitest";
import { acceptedFiles, acceptedLines, newerLines, refusedFiles, refusedLines } from "../../../test/docker-answers.ts";
import { parseDockerfile, readDockerfile } from "./parse.ts";
import { refusalOf, type FaultKind } from "./refusal.ts";

const after = (line: string): string => `FROM scratch\n${line}\n`;

function refusal(text: string) {
  try {
    parseDockerfile("Dockerfile", text);
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}

describe("texts that Docker accepts", () => {
  it.each([...acceptedLines, ...newerLines].map(after).concat(acceptedFiles))("%j", (text) => {
    expect(refusal(text)).toBeUndefined();
  });

  it("accepts all of them in one file", () => {
    expect(refusal(`FROM scratch\n${acceptedLines.join("\n")}\n`)).toBeUndefined();
  });
});

describe("texts that Docker refuses, with the place", () => {
  it.each(refusedLines.map(after).concat(refusedFiles))("%j", (text) => {
    const found = refusal(text);
    expect(found?.problem).toMatch(/\S/);
    const { line = 0, span = { start: -1, end: -1 } } = found ?? {};
    expect(text.slice(0, span.start).split("\n")).toHaveLength(line);
    expect(text.slice(span.start, span.end)).toMatch(/^\S|^$/);
  });
});

describe("refusals", () => {
  it.each<[string, number, FaultKind | undefined]>([
    ["RUN a\nFROM scratch\n", 1, "before-from"],
    ["FROM scratch\nONBUILD ONBUILD RUN a\n", 2, "forbidden-trigger"],
    ["FROM scratch\nONBUILD FROM a\n", 2, "forbidden-trigger"],
    ["FROM scratch\nEXPOSE 80 70000\n", 2, "port-out-of-range"],
    ["FROM scratch\nEXPOSE 80/foo\n", 2, undefined],
    ["FROM scratch AS a\n\nCOPY --from=a b c\n", 3, "reads-itself"],
    ["FROM scratch AS a\n\nRUN --mount=from=a b\n", 3, undefined],
    ["FROM scratch AS a\nCOPY --from=b c d\nFROM scratch AS b\nFROM a\n", 2, "reads-later-stage"],
    ["FROM $X\n", 1, "unset-in-from"],
    ["FROM --platform=$X a\n", 1, "unset-in-from"],
  ])("%j: line %i, %s", (text, line, kind) => {
    const found = refusal(text);
    expect([found?.line, found?.kind]).toEqual([line, kind]);
  });

  it("throws only its own failures", () => {
    expect(refusalOf(new Error("x"))).toBeUndefined();
    expect(refusalOf(undefined)).toBeUndefined();
  });

  it("finds all refusals and reads the other instructions", () => {
    const text = "FROM scratch\nRUN --foo a\nUSER x\nFOO\nEXPOSE 70000\n";
    const { parsed, refusals } = readDockerfile("Dockerfile", text);
    expect(refusals.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(parsed?.instructions.map(({ keyword }) => keyword)).toEqual(["FROM", "USER", "EXPOSE"]);
  });

  it("limits the number of refusals", () => {
    expect(readDockerfile("Dockerfile", `FROM a\n${"FOO\n".repeat(1000)}`).refusals).toHaveLength(50);
    const apart = `FROM a\n${"RUN a << b\n".repeat(50_000)}`;
    const deep = `FROM a\nENV a=${"${b:-".repeat(9_000)}\n`;
    const stages = Array.from({ length: 20_000 }, (_, n) => `FROM s${n} AS s${n + 1}\nCOPY --from=s${n} a b\n`).join(
      "",
    );
    // Time of the processor, not of a clock: a busy machine takes no part in it.
    const start = process.cpuUsage();
    for (const text of [apart, deep, stages]) readDockerfile("Dockerfile", text);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(8_000);
  });
});
