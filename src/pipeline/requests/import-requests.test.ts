import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { importRequests } from "./import-requests.ts";
import { planSteps } from "./plan-steps.ts";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

async function linesOf(file: string, text: string): Promise<{ lines: readonly string[]; paths: string[] }> {
  writeFileSync(join(cwd, file), text);
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const imported = await importRequests({ from: [file], host: [], maxSteps: 40 }, [], context);
  const { lines, steps } = await planSteps(imported, { port: 8080, maxSteps: 40, steps: [] }, undefined, context);
  return { lines, paths: steps.map(({ step }) => step.path) };
}

const entry = (url: string) => ({
  request: { method: "GET", url, headers: [] },
  response: { status: 200, headers: [], content: { mimeType: "text/html" } },
});
const har = (...urls: string[]) => JSON.stringify({ log: { version: "1.2", entries: urls.map(entry) } });

it("says why a recorded request is not sent, and sends it once the application's files hold its words", async () => {
  const unknown = await linesOf("a.har", har("http://localhost:8080/invoices"));
  expect(unknown.paths).toEqual([]);
  expect(unknown.lines.join("\n")).toContain("not sent, since no file of the application and no document holds");
  writeFileSync(join(cwd, "app.js"), 'app.get("/invoices")');
  expect((await linesOf("a.har", har("http://localhost:8080/invoices"))).paths).toEqual(["/invoices"]);
});

it("sends frequent paths of a log, in a folder without the application", async () => {
  const line = '172.17.0.1 - - [01/Dec/2026:10:00:00 +0000] "GET /books?page=2 HTTP/1.1" 200 12';
  expect((await linesOf("access.log", `${`${line}\n`.repeat(12)}`)).paths).toEqual(["/books?page=2"]);
});

it("names each variable that the steps need, and calls no route exercised that was not tried", async () => {
  const text = "@token = tr0ub4dor\n### a\nGET http://localhost:8080/a\nAuthorization: Bearer {{token}}\n";
  const { lines } = await linesOf("a.http", text);
  expect(lines[0]).toBe("1 step added: 1 of 1 routes with a step");
  expect(lines).toContain("they need variables of yours: --allow-host=env:WORKLOAD_TOKEN");
});
