// The short form of `npm run matrix`: two engines on this machine's kernel, started, looked at and removed.
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../scripts/run-program.ts";

const script = join(import.meta.dirname, "../../scripts/matrix.ts");

test("two engines side by side do what they did when the table was made, and nothing of them is left", async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("hullproof-matrix-"));
  const before = folders();
  const { code, stdout, stderr } = await runProgram(process.execPath, [script, "--short"], { timeoutMs: 280_000 });
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/^\d+ of 2 engines measured in \d+ s; 0 got worse or did not start\.$/m);
  expect(folders().filter((name) => !before.includes(name))).toEqual([]);
});
