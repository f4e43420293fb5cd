import { run } from "@stricli/core";
import { expect, test } from "vitest";
import { asksForAll, buildApp } from "./app.ts";
import type { CliContext } from "./cli-context.ts";

async function help(...args: readonly string[]): Promise<string> {
  let text = "";
  const write = (part: string) => void (text += part);
  const process = { stdout: { write }, stderr: { write }, env: {} };
  await run(buildApp("0", asksForAll(args)), args, { process } as unknown as CliContext);
  return text;
}

test("lists all verbs on one screen, and flags only in the help of each verb", async () => {
  const all = await help("--help");
  const usage = all.slice(0, all.indexOf("Containers hardened"));
  for (const verb of ["check", "harden", "learn", "init", "mcp"])
    expect(usage).toMatch(new RegExp(`^  hullproof ${verb}\\b`, "m"));
  expect(usage).not.toContain("[--");
  for (const line of all.split("\n")) expect(line.length, line).toBeLessThanOrEqual(160);
  expect(await help("-h")).toBe(all);
  expect(await help("check", "--help")).toContain("[--fail-on error|warning|info|never]");
});
