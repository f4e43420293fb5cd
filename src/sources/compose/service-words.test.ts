import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { neededFor, shownWorkload, suppliedWorkload } from "../../secrets/env-by-name.ts";
import { resolveWords } from "../../secrets/variable-references.ts";
import { readComposeWorkload } from "./read-compose-workload.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-words-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const values = {
  PW: "hunter2-word",
  OTHER: "s3cr3t other",
  PORT: "8080",
  ARGS: "--user bob --password hunter2-args",
  QUOTED: `it's "quoted"`,
  DOLLAR: "a$b${PW}c",
  EMPTY: "",
  SHORT: "abc",
};
const env = Object.entries(values)
  .map(([name, value]) => `${name}='${value.replaceAll("'", String.raw`\'`)}'`)
  .join("\n");

async function read(service: string, before = "", variables: Record<string, string> = {}) {
  await writeFile(join(folder, ".env"), `${env}\n`);
  await writeFile(join(folder, "compose.yaml"), `${before}services:\n  web:\n    image: web:1\n${service}`);
  const { workload } = await readComposeWorkload({
    files: ["compose.yaml"],
    cwd: folder,
    service: "web",
    env: variables,
  });
  const { command, entrypoint, ready } = workload;
  const words = [...(entrypoint ?? []), ...(command ?? []), ...(ready?.kind === "exec" ? ready.command : [])];
  const whole = {
    ready: { kind: "health" },
    readyTimeoutMs: 1,
    steps: [],
    stop: { timeoutMs: 1, exitCodes: [0] },
    restart: false,
    ...workload,
    env: workload.env ?? {},
    volumes: workload.volumes ?? [],
  } as const;
  const shown = shownWorkload(whole);
  const supplied = suppliedWorkload(shown, variables["PW"] === undefined ? values : { ...values, ...variables });
  return {
    words,
    variables: workload.variables ?? {},
    shown,
    needed: neededFor(shown),
    got: resolveWords(words, workload.variables),
    again: resolveWords(words, supplied.variables),
  };
}

describe("words of a service", () => {
  it.each([
    ["a whole word", 'command: ["$PW"]', ["${PW}"], ["hunter2-word"]],
    ["part of one", 'command: ["--password=${PW}"]', ["--password=${PW}"], ["--password=hunter2-word"]],
    [
      "in a script",
      'command: ["sh", "-c", "run --password=${PW}; true"]',
      ["sh", "-c", "run --password=${PW}; true"],
      ["sh", "-c", "run --password=hunter2-word; true"],
    ],
    [
      "twice, and another",
      'command: ["$PW$PW-${OTHER}"]',
      ["${PW}${PW}-${OTHER}"],
      ["hunter2-wordhunter2-word-s3cr3t other"],
    ],
    ["with a default that does not count", 'command: ["${PW:-none}"]', ["${PW}"], ["hunter2-word"]],
    ["a default of the file", 'command: ["${NONE:-literal}"]', ["literal"], ["literal"]],
    ["a nested default", 'command: ["${NONE:-a-${PW}}"]', ["a-${PW}"], ["a-hunter2-word"]],
    ["an alternative", 'command: ["${PW:+x-${OTHER}}"]', ["x-${OTHER}"], ["x-s3cr3t other"]],
    ["a required one", 'command: ["${PW:?it is missing}"]', ["${PW}"], ["hunter2-word"]],
    ["one that is empty", 'command: ["a${EMPTY}b$PW"]', ["ab${PW}"], ["abhunter2-word"]],
    ["a harmless one", 'command: ["--port=${PORT}"]', ["--port=8080"], ["--port=8080"]],
    ["a short one", 'command: ["-p$SHORT"]', ["-p${SHORT}"], ["-pabc"]],
    [
      "a text of words",
      "command: serve --password $PW now",
      ["serve", "--password", "${PW}", "now"],
      ["serve", "--password", "hunter2-word", "now"],
    ],
    [
      "a text in quotes",
      `command: sh -c "echo '$PW' $$HOME"`,
      ["sh", "-c", "echo '${PW}' $HOME"],
      ["sh", "-c", "echo 'hunter2-word' $HOME"],
    ],
    [
      "several words in one value",
      "command: serve $ARGS",
      ["serve", "--user", "bob", "--password", "hunter2-args"].map((word) => (word === "serve" ? word : "?")),
      ["serve", "--user", "bob", "--password", "hunter2-args"],
    ],
    ["blanks in one value", "command: serve $OTHER", undefined, ["serve", "s3cr3t", "other"]],
    ["a value in quotes", 'command: ["$QUOTED"]', ["${QUOTED}"], [`it's "quoted"`]],
    ["a value with a dollar sign", 'command: ["$DOLLAR"]', ["${DOLLAR}"], ["a$b${PW}c"]],
    [
      "a dollar sign of the file",
      'command: ["$$PW $${PW} $PW"]',
      ["$PW ${DOLLAR}{PW} ${PW}"],
      ["$PW ${PW} hunter2-word"],
    ],
    ["a dollar sign before one", 'command: ["$$$PW"]', ["$${PW}"], ["$hunter2-word"]],
    ["braces around one", 'command: ["$${$PW}"]', ["${${PW}}"], ["${hunter2-word}"]],
    [
      "that sign beside a variable of its name",
      'command: ["$${PW} $PW $DOLLAR"]',
      undefined,
      ["${PW} hunter2-word a$b${PW}c"],
    ],
    ["an entrypoint", 'entrypoint: ["run", "--key=$PW"]', ["run", "--key=${PW}"], ["run", "--key=hunter2-word"]],
    [
      "a check in words",
      'healthcheck: { test: [CMD, ping, "-a", "$PW"] }',
      ["ping", "-a", "${PW}"],
      ["ping", "-a", "hunter2-word"],
    ],
    [
      "a check for a shell",
      'healthcheck: { test: ["CMD-SHELL", "ping -a $PW $$PW"] }',
      ["/bin/sh", "-c", "ping -a ${PW} $PW"],
      ["/bin/sh", "-c", "ping -a hunter2-word $PW"],
    ],
    [
      "a check as a text",
      'healthcheck: { test: "ping -a ${PW}" }',
      ["/bin/sh", "-c", "ping -a ${PW}"],
      ["/bin/sh", "-c", "ping -a hunter2-word"],
    ],
    [
      "a number beside it",
      'command: ["serve", "80", "$PW"]',
      ["serve", "80", "${PW}"],
      ["serve", "80", "hunter2-word"],
    ],
  ])("replace %s by names", async (_, service, words, got) => {
    const found = await read(`    ${service}\n`);
    if (words !== undefined && !words.includes("?")) expect(found.words).toEqual(words);
    expect(found.got).toEqual(got);
    expect(found.again).toEqual(found.needed.some((name) => name.includes("WORD")) ? found.again : got);
    expect(JSON.stringify(found.shown)).not.toMatch(/hunter2|s3cr3t|quoted|a\$b/);
    expect(found.words).toEqual([
      ...(found.shown.entrypoint ?? []),
      ...(found.shown.command ?? []),
      ...(found.shown.ready.kind === "exec" ? found.shown.ready.command : []),
    ]);
  });
});
