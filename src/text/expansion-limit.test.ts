// Variables that grow, in every language that is expanded: each ends with the limit and the expression that reached it.
import { describe, expect, it } from "vitest";
import { emptyConfig } from "../domain/settings/config.ts";
import { Failure } from "../domain/failure.ts";
import { checkDockerfile } from "../pipeline/judge/check-text.ts";
import { checkCompose } from "../pipeline/judge/compose/check-compose.ts";
import { dialect } from "../dialects/kubernetes/dialect.ts";
import { checkDialect } from "../pipeline/judge/check-dialect.ts";
import { checkExpanded, expansionBudget } from "./expansion-limit.ts";

const day = { today: "2026-01-01", cwd: "/w", allRules: true };
const base = { config: emptyConfig, ...day };

const doubled = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");
const twice = (keyword: string, count = 40) =>
  `${keyword} A0=x\n${doubled(count, (at) => `${keyword} A${at + 1}=$A${at}$A${at}\n`)}`;

/** Reasons of what was not judged. */
function reasons(
  check: () => {
    readonly run: { readonly results: readonly { readonly verdict: string; readonly reason?: string }[] };
  },
): string[] {
  try {
    return check().run.results.flatMap(({ verdict, reason }) =>
      verdict === "failed" || verdict === "skipped" ? (reason ?? "") : [],
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.code).toBe("too-complex");
    return [error.message];
  }
}

const dockerfile = (text: string) => () => checkDockerfile("Dockerfile", text, emptyConfig, day);
const compose = (text: string, env: string) => () => {
  const files = new Map([
    ["/w/compose.yaml", { text }],
    ["/w/.env", { text: env }],
  ]);
  const answer = checkCompose({ kind: "compose", path: "compose.yaml", layers: [], files, root: "/w", ...base });
  if ("needs" in answer) throw new Error(answer.needs.join(", "));
  return answer;
};
const pod =
  (env: readonly object[], more = {}) =>
  () =>
    checkDialect(dialect, {
      kind: "kubernetes",
      path: "pod.json",
      text: JSON.stringify({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a" },
        spec: { containers: [{ name: "a", image: "a:1", env, ...more }] },
      }),
      ...base,
    });
const service = (lines: string) => `services:\n  a:\n    image: a:1\n${lines}\n`;
const envFile = (count: number, form: (at: number) => string) =>
  `A0=x\n${doubled(count, (at) => `A${at + 1}=${form(at)}\n`)}`;
const podEnv = (count: number, value: (at: number) => string) => [
  { name: "A0", value: "x" },
  ...Array.from({ length: count }, (_, at) => ({ name: `A${at + 1}`, value: value(at) })),
];
const longest = twice("ARG", 19);

const growing: readonly [string, Parameters<typeof reasons>[0]][] = [
  ["ARG", dockerfile(`FROM debian:13\n${twice("ARG")}RUN echo $A40\n`)],
  ["ENV", dockerfile(`FROM debian:13\n${twice("ENV")}USER $A40\n`)],
  [
    "ENV of one line each, in quotes",
    dockerfile(`FROM debian:13\nENV A0=x\n${doubled(40, (at) => `ENV A${at + 1}="$A${at} $A${at}"\n`)}USER $A40\n`),
  ],
  [
    "ENV in the legacy form",
    dockerfile(`FROM debian:13\nENV A0 x\n${doubled(40, (at) => `ENV A${at + 1} $A${at}$A${at}\n`)}USER $A40\n`),
  ],
  [
    "braces",
    dockerfile(`FROM debian:13\nARG A0=x\n${doubled(40, (at) => `ARG A${at + 1}=\${A${at}}\${A${at}}\n`)}USER $A40\n`),
  ],
  [
    "defaults that are used",
    dockerfile(
      `FROM debian:13\nARG A0=x\n${doubled(40, (at) => `ARG A${at + 1}=\${NONE:-$A${at}}\${NONE:-$A${at}}\n`)}USER $A40\n`,
    ),
  ],
  [
    "alternatives",
    dockerfile(
      `FROM debian:13\nENV A0=x\n${doubled(40, (at) => `ENV A${at + 1}=\${A0:+$A${at}}\${A0:+$A${at}}\n`)}USER $A40\n`,
    ),
  ],
  ["ARGs before FROM", dockerfile(`${twice("ARG")}FROM debian:$A40\nRUN a\n`)],
  [
    "an ARG before FROM in a stage",
    dockerfile(
      `${twice("ARG", 19)}FROM debian:13\nARG A19\n${doubled(5, (at) => `ARG B${at + 1}=$A19$A19$A19\n`)}USER $B5\n`,
    ),
  ],
  [
    "tenfold",
    dockerfile(`FROM debian:13\nARG A0=x\n${doubled(9, (at) => `ARG A${at + 1}=${`$A${at}`.repeat(10)}\n`)}USER $A9\n`),
  ],
  [
    "a long line of one variable",
    dockerfile(`FROM debian:13\nARG A=${"x".repeat(1_000)}\nLABEL b=${"$A".repeat(2_000)}\n`),
  ],
  [
    "a replacement",
    dockerfile(`FROM debian:13\nENV A=${"x".repeat(2_000)}\nENV B=\${A//x/${"y".repeat(1_000)}}\nUSER $B\n`),
  ],
  ["many values", dockerfile(`FROM debian:13\n${longest}${doubled(40, (at) => `ENV B${at}=x$A19\n`)}USER $B1\n`)],
  ["many working folders", dockerfile(`FROM debian:13\n${longest}${doubled(80, (at) => `WORKDIR /x${at}$A19\n`)}`)],
  ["many bases", dockerfile(`${longest}${doubled(80, (at) => `FROM x$A19 AS s${at}\nRUN a\n`)}`)],
  [
    ".env",
    compose(
      service("    command: $A40"),
      envFile(40, (at) => `\${A${at}}\${A${at}}`),
    ),
  ],
  [
    ".env without braces",
    compose(
      service("    command: $A40"),
      envFile(40, (at) => `$A${at}$A${at}`),
    ),
  ],
  [
    ".env in quotes",
    compose(
      service("    command: $A40"),
      envFile(40, (at) => `"\${A${at}} \${A${at}}"`),
    ),
  ],
  [
    "defaults of .env",
    compose(
      service("    command: $A40"),
      envFile(40, (at) => `\${NONE:-\${A${at}}}\${NONE:-\${A${at}}}`),
    ),
  ],
  [
    "a long value of a service",
    compose(
      service(`    command: ${"$A18".repeat(8)}`),
      envFile(18, (at) => `$A${at}$A${at}`),
    ),
  ],
  [
    "many values of a service",
    compose(
      service(`    environment:\n${doubled(40, (at) => `      B${at}: x$A19\n`)}`),
      envFile(19, (at) => `$A${at}$A${at}`),
    ),
  ],
  ["env of a pod", pod(podEnv(40, (at) => `$(A${at})$(A${at})`))],
  [
    "many variables of a pod",
    pod([
      ...podEnv(19, (at) => `$(A${at})$(A${at})`),
      ...Array.from({ length: 40 }, (_, at) => ({ name: `B${at}`, value: `x$(A19)` })),
    ]),
  ],
  [
    "the command of a pod",
    pod(
      podEnv(18, (at) => `$(A${at})$(A${at})`),
      { command: ["$(A18)".repeat(8)] },
    ),
  ],
];

describe("variables that expand beyond the limit", () => {
  it.each(growing)("%s", (_, check) => {
    const told = reasons(check);
    expect(told.some((reason) => /\bexpands? to more than [\d,]+ characters/.test(reason))).toBe(true);
    expect(told.join("\n")).not.toMatch(/RangeError|Invalid string length/);
  });
});

describe("variables that do not", () => {
  it.each<[string, Parameters<typeof reasons>[0]]>([
    ["fifteen doublings", dockerfile(`FROM debian:13\n${twice("ARG", 15)}RUN echo $A15\n`)],
    [
      "a thousand values",
      dockerfile(`FROM debian:13\nENV A0=x\n${doubled(1_000, (at) => `ENV A${at + 1}=$A${at}y\n`)}USER $A1000\n`),
    ],
    [
      "fifteen doublings of .env",
      compose(
        service("    command: $A15"),
        envFile(15, (at) => `$A${at}$A${at}`),
      ),
    ],
    [
      "fifteen doublings of a pod",
      pod(
        podEnv(15, (at) => `$(A${at})$(A${at})`),
        { command: ["$(A15)"] },
      ),
    ],
  ])("are judged: %s", (_, check) => {
    expect(reasons(check).filter((reason) => /expand/.test(reason))).toEqual([]);
  });
});

it("fails at one character over the limit", () => {
  expect(() => checkExpanded(1_048_576, "$A")).not.toThrow();
  expect(() => checkExpanded(1_048_577, "$A")).toThrow("`$A` expands to more than 1,048,576 characters");
  expect(() => checkExpanded(1_048_577, "x".repeat(100))).toThrow(`\`${"x".repeat(60)}...\` expands`);
  const spend = expansionBudget("the values");
  for (let at = 0; at < 16; at++) spend(1_048_576);
  expect(() => spend(1)).toThrow("the values expand to more than 16,777,216 characters together");
});
