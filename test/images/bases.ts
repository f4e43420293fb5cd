import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Progress } from "../../src/domain/progress.ts";
import { ensureStandIns } from "./stand-ins.ts";

const exec = promisify(execFile);

/** The base image of each example as it is, and the one that its hardened Dockerfile moves to. */
export const exampleBases = {
  python: ["python:3.8-slim", "python:3.13-slim"],
  typescript: ["node:22-slim", "node:24-slim"],
} as const;

/** Official images wherever they can be had; elsewhere stand-ins, under names of their own. Resolves with the officials that are missing. */
export async function ensureBases(officials: readonly string[], progress: Progress): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const official of officials) if (!(await canHave(official, progress))) missing.push(official);
  if (missing.length > 0) {
    const message = `${missing.join(" and ")} cannot be pulled here; stand-ins made from Debian's archive take their place`;
    progress({ stage: "bases", message, done: true });
    await ensureStandIns(progress, missing);
  }
  return missing;
}

async function canHave(image: string, progress: Progress): Promise<boolean> {
  const works = (args: readonly string[], timeout: number) =>
    exec("docker", args, { timeout }).then(
      () => true,
      () => false,
    );
  if (await works(["image", "inspect", image], 20_000)) return true;
  progress({ stage: "bases", message: `pulling ${image} ...` });
  return works(["pull", "--quiet", image], 120_000);
}
