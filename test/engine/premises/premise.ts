import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Rule } from "../../../src/rules/rule.ts";
import { tinyImage } from "../../images/tiny.ts";
import { long } from "../../long.ts";

type AnyRule = Pick<Rule, "id" | "premise">;

/** Here a premise can't be tried, and the message says why. */
export class CannotTry extends Error {}

/** Docker before 24 asks for the capabilities that this machine itself lacks, too: then no container of it gets all. */
const notAll = new CannotTry("this machine itself lacks a capability, and this engine asks for all of them");

/** What a container, or the engine that refused it, answered. */
export interface Answer {
  readonly code: number;
  /** What it printed, both streams. */
  readonly said: string;
}

/** What an engine does changes with the engine, not with this code. */
const tried = long ? test.concurrent : test.skip;

/** The premise of a rule of kind `engine`: its sentence is the test's title. */
export function shows(rule: AnyRule, body: () => Promise<void>): void {
  const { id, premise } = rule;
  if (premise?.kind !== "engine") throw new Error(`${id} has no premise that containers show`);
  tried(`${id}: ${premise.shows}`, async ({ skip }) => await orSkip(body, skip));
}

async function orSkip(body: () => Promise<void>, skip: (why: string) => void): Promise<void> {
  await body().catch((error: unknown) => {
    if (error instanceof CannotTry) skip(error.message);
    else throw error;
  });
}

/** How Docker 20.10 says the same. */
const before23: ReadonlyMap<string, RegExp> = new Map([
  ["' is not allowed", /' is not whitelisted/],
  ["unknown policy", /invalid restart policy '/],
  ["maximum retry count can only be used with 'on-failure'", /maximum retry count cannot be used with restart policy/],
]);

/** The premise of a rule of kind `refusal`: each of these flag lists is refused with the rule's words, and the last one is taken. */
export function refuses(rule: AnyRule, refused: readonly (readonly string[])[], taken: readonly string[]): void {
  const { id, premise } = rule;
  if (premise?.kind !== "refusal") throw new Error(`${id} has no refusal as its premise`);
  const { words } = premise;
  tried(`${id}: refused with "${words.join('", "')}"`, async () => {
    const told: string[] = [];
    for (const flags of refused) {
      const { code, said } = await run(flags, "true");
      const found = words.find((one) => said.includes(one) || before23.get(one)?.test(said));
      expect(found, `${flags.join(" ")}: ${said}`).toBeDefined();
      expect(code, flags.join(" ")).toBe(125);
      told.push(found ?? "");
    }
    expect(new Set(told)).toEqual(new Set(words));
    expect(await run(taken, "true"), taken.join(" ")).toMatchObject({ code: 0 });
  });
}

/** As `refuses`, of a file that another program reads: `ask` gives it each text. Code 0 is what was taken. */
export function refusesText(
  rule: AnyRule,
  ask: (text: string) => Promise<Answer>,
  refused: readonly string[],
  taken: string,
): void {
  const { id, premise } = rule;
  if (premise?.kind !== "refusal") throw new Error(`${id} has no refusal as its premise`);
  const { words } = premise;
  tried(`${id}: refused with "${words.join('", "')}"`, async ({ skip }) => {
    await orSkip(async () => {
      const told: string[] = [];
      for (const text of refused) {
        const { code, said } = await ask(text);
        expect(code, text).not.toBe(0);
        told.push(...words.filter((one) => said.includes(one)));
        expect(told.length, said).toBeGreaterThan(0);
      }
      expect(new Set(told)).toEqual(new Set(words));
      expect(await ask(taken)).toMatchObject({ code: 0 });
    }, skip);
  });
}

/** Of all that this process starts: `docker ps --filter` finds what a test that failed left behind. */
export const label = `hullproof.premises=${randomBytes(4).toString("hex")}`;

// Of the first file alone, where several share a process: each test removes its own.
afterAll(async () => {
  const { said } = await docker("ps", "--all", "--quiet", "--filter", `label=${label}`);
  const left = said.split("\n").filter((id) => id !== "");
  if (left.length > 0) await docker("rm", "--force", "--volumes", ...left);
});

/** `docker run --rm FLAGS image sh -c SCRIPT`, without a network unless a flag says which. */
export async function run(flags: readonly string[], script: string): Promise<Answer> {
  const network = flags.some((flag) => /^--network|^-p$|^-P$/.test(flag)) ? [] : ["--network=none"];
  const all = ["--label", label, ...network, ...flags, tinyImage, "sh", "-c", script];
  // The two exclude each other.
  if (!flags.some((flag) => flag.startsWith("--restart"))) return await docker("run", "--rm", ...all);
  const name = `hullproof-premise-${randomBytes(4).toString("hex")}`;
  try {
    return await docker("run", "--name", name, ...all);
  } finally {
    await docker("rm", "--force", "--volumes", name);
  }
}

/** A container that stays until the test is over. */
export async function started(
  flags: readonly string[],
  script: string,
): Promise<AsyncDisposable & { readonly id: string }> {
  const { code, said } = await docker("run", "--detach", "--label", label, ...flags, tinyImage, "sh", "-c", script);
  const id = /^[0-9a-f]{64}$/m.exec(said)?.[0] ?? "";
  if (code !== 0) throw new Error(said);
  return { id, [Symbol.asyncDispose]: async () => void (await docker("rm", "--force", "--volumes", id)) };
}

export async function docker(...args: readonly string[]): Promise<Answer> {
  return await program("docker", args);
}

/** `env` beside that of the tests. */
export async function program(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    execFile(name, args, { timeout: 60_000, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      if (stderr.includes("unable to apply caps: operation not permitted")) return reject(notAll);
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, said: `${stdout}${stderr}` });
    });
  });
}

/** A line of /proc/self/status in a container of these flags. */
export async function status(flags: readonly string[], key: string): Promise<string> {
  const { said } = await run(flags, `grep ^${key}: /proc/self/status`);
  return said.split(":")[1]?.trim() ?? said;
}

/** What a container's process has of capabilities, as a number with a bit for each. */
export async function capabilities(flags: readonly string[]): Promise<bigint> {
  return BigInt(`0x${await status(flags, "CapEff")}`);
}

/** Waits for what a container does on its own; ten seconds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error("waited in vain");
}

/** One run serves several rules; one that failed serves none, so that a second try is a new one. */
export function once(body: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const run = async () => {
    try {
      await body();
    } catch (error) {
      running = undefined;
      throw error;
    }
  };
  return async () => await (running ??= run());
}
