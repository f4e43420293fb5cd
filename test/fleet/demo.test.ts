// `npm run demo -- fleet` after its set-up: what it shows, and that it leaves nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { processesWith } from "../cli/own-runs.ts";
import { long } from "../long.ts";
import { installed } from "../registry/real-registry.ts";
import { newestPrograms } from "./postgres.ts";

const script = resolve(import.meta.dirname, "../../scripts/demo/demo-fleet.ts");
const hasRegistry = installed("docker-registry");

interface Demo {
  readonly code: number | null;
  readonly output: string;
  /** Files of its temporary folder, and processes that were started with it. */
  readonly left: readonly string[];
}

async function runDemo(args: readonly string[], endsAt?: RegExp): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = once(child, "exit") as Promise<[number | null]>;
    let output = "";
    for await (const line of createInterface(child.stdout)) {
      output += `${line}\n`;
      if (endsAt?.test(line)) child.kill("SIGTERM");
    }
    const [code] = await ended;
    // Node's cache of compiled modules may be there.
    const files = (await readdir(folder)).filter((name) => name !== "node-compile-cache");
    return { code, output, left: [...files, ...(await processesWith(folder))] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it.skipIf(!hasRegistry)(
  "reads twenty images, and has the answer of a new record with the registry stopped",
  { timeout: 120_000 },
  async () => {
    const { code, output, left } = await runDemo([]);
    expect(code, output).toBe(0);
    expect(output).toMatch(/20 images are in Debian's docker-registry/);
    expect(output).toMatch(/The page: http:\/\/127\.0\.0\.1:\d+\/[\w-]{20,}\//);
    const [before = "", after = ""] = output.split("$ hullproof advisories build feeds");
    expect(before).toMatch(/images: none\n/);
    expect(after).toMatch(/images: 12\n/);
    expect(after).toMatch(/The answer was new \d+\.\d s after the record was compiled/);
    expect(left).toEqual([]);
  },
);

it.skipIf(!hasRegistry)("leaves nothing when it is ended in between", { timeout: 120_000 }, async () => {
  const { code, left } = await runDemo([], /^The page: /);
  expect(code).toBe(130);
  expect(left).toEqual([]);
});

it.runIf(long && hasRegistry && newestPrograms() !== undefined)(
  "reads all on PostgreSQL though a worker is killed",
  { timeout: 300_000 },
  async () => {
    const { code, output, left } = await runDemo(["--postgres"]);
    expect(code, output).toBe(0);
    expect(output).toMatch(/was killed \(SIGKILL\)/);
    expect(output).toMatch(/images: 12\n/);
    expect(left).toEqual([]);
  },
);
