import { describe, expect, it } from "vitest";
import { readProject, type Files } from "../../../test/compose/read-project.ts";

/** Result or refusal for hostile files, and the time in milliseconds. */
function answer(files: Files): { readonly said: string; readonly ms: number } {
  const began = performance.now();
  let said = "read";
  try {
    readProject(files, { showValues: false });
  } catch (error) {
    if ((error as Error).name !== "Failure") throw error;
    said = (error as Error).message;
  }
  return { said, ms: performance.now() - began };
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const one = (lines: string): Files => ({ "compose.yaml": `services:\n  a: {image: x}\n${lines}\n` });

function bomb(inside: (name: string) => string): string {
  const lines = ["x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef", "fg", "gh"])
    lines.push(`x-${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(", ")}]`);
  return `${lines.join("\n")}\n${inside("h")}`;
}

const mergedMaps = numbers(14)
  .map((at) => `x-${at + 1}: &m${at + 1}\n  <<: *m${at}\n  a${at}: *m${at}\n  b${at}: *m${at}\n`)
  .join("");

describe("handles hostile Compose files in bounded time", () => {
  it.each<readonly [string, Files, RegExp]>([
    [
      "an alias bomb",
      { "compose.yaml": bomb((name) => `services: {a: {image: x, labels: *${name}}}`) },
      /stands for more than 100000 values/,
    ],
    [
      "a bomb of merge keys",
      { "compose.yaml": `x-0: &m0 {k: v}\n${mergedMaps}services: {a: {image: x}}` },
      /more than 100000|^read$/,
    ],
    ["brackets without end", one(`x-a: ${"[".repeat(200_000)}`), /nested|flow|end/i],
    ["depth", one(`x-a: ${"{a: ".repeat(5000)}1${"}".repeat(5000)}`), /nested/],
    [
      "depth by indentation",
      one(
        numbers(2000)
          .map((at) => `${" ".repeat(at + 1)}k:`)
          .join("\n"),
      ),
      /nested|.+/,
    ],
    ["10 MB", one(`x-a: "${"y".repeat(10 * 1024 * 1024)}"`), /larger than|too large|MiB/],
    ["a hundred thousand values", one(`x-a: [${"1, ".repeat(110_000)}1]`), /more than 100000 values/],
    [
      "thousands of services",
      {
        "compose.yaml": `services:\n${numbers(2000)
          .map((at) => `  s${at}: {image: x, depends_on: [s${(at * 7) % 50}]}`)
          .join("\n")}`,
      },
      /cycle|^read$/,
    ],
    [
      "a chain of extends",
      {
        "compose.yaml": `services:\n  s0: {image: x}\n${numbers(3000)
          .map((at) => `  s${at + 1}: {extends: s${at}}`)
          .join("\n")}`,
      },
      /.+/,
    ],
    ["extends in a circle", { "compose.yaml": "services: {a: {extends: b}, b: {extends: a}}" }, /Circular reference/],
    ["an include of itself", { "compose.yaml": "include: [compose.yaml]\nservices: {a: {image: x}}" }, /include cycle/],
    [
      "includes that double",
      Object.fromEntries([
        ...numbers(14).map(
          (at) =>
            [
              at === 0 ? "compose.yaml" : `c${at}.yaml`,
              `include: [c${at + 1}.yaml, ./c${at + 1}.yaml]\nservices: {s${at}: {image: x}}`,
            ] as const,
        ),
        ["c14.yaml", "services: {z: {image: x}}"],
      ]),
      /read more than 1000 times/,
    ],
    [
      "defaults of defaults",
      one(`x-a: "${"${A:-".repeat(3000)}${"}".repeat(3000)}"`),
      /nested too deeply|invalid interpolation|^read$/,
    ],
    ["dollars and braces", one(`x-a: '${"${".repeat(100_000)}'`), /invalid interpolation/],
    [
      "all ports, a hundred times",
      {
        "compose.yaml": `services: {a: {image: x, ports: [${numbers(100)
          .map((at) => `"127.0.0.${at}:1-65535:1-65535"`)
          .join(", ")}]}}`,
      },
      /^read$/,
    ],
    [
      "address pools",
      {
        "compose.yaml": `services: {a: {image: x}}\nnetworks: {n: {ipam: {config: [${numbers(3000)
          .map((at) => `{subnet: '${at}'}`)
          .join(", ")}]}}}\n---\nnetworks: {n: {ipam: {config: [${numbers(3000)
          .map((at) => `{subnet: 'x${at}'}`)
          .join(", ")}]}}}`,
      },
      /more address pools/,
    ],
    [
      "a thousand documents",
      {
        "compose.yaml": numbers(1000)
          .map((at) => `services: {s${at}: {image: x}}`)
          .join("\n---\n"),
      },
      /.+/,
    ],
    ["an env file of quotes", { ...one(""), ".env": `A="${'\\"'.repeat(200_000)}` }, /.+/],
    ["bytes that are no text", { "compose.yaml": "\u0000\u0001\uFFFE services: {" }, /.+/],
  ])("%s", { timeout: 30_000 }, (_, files, expected) => {
    const { said, ms } = answer(files);
    expect(said).toMatch(expected);
    expect(said.length).toBeLessThan(3000);
    expect(ms).toBeLessThan(20_000);
  });
});
