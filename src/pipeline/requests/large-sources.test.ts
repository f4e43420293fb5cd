import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { importRequests } from "./import-requests.ts";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

function importText(file: string, text: string) {
  writeFileSync(join(cwd, file), text);
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  return importRequests({ from: [file], host: [], maxSteps: 40, port: 8080 }, [], context);
}

const document = (text: string) => `openapi: 3.1.0\npaths:\n${text}`;

it.each([
  ["a document of 21 MB", "a.yaml", document(`  # ${"x".repeat(21e6)}\n`), "has more than 20 MB"],
  ["two million lines", "a.yaml", document("  - a\n".repeat(2e6)), "has more than 1,000,000 lines and values"],
  ["two million lists in a line", "a.yaml", document(` [${"[],".repeat(2e6)}]`), "has more than 1,000,000 lines"],
  ["lists in each other", "a.yaml", document(` ${"[".repeat(5e4)}${"]".repeat(4e4)}`), "it is no YAML"],
  ["two million lists of JSON", "a.json", `{"openapi": "3.1.0", "x": [${"[],".repeat(2e6)}[]]}`, "1,000,000 objects"],
])("refuses %s", async (_, file, text, message) => {
  await expect(importText(file, text)).rejects.toMatchObject({
    code: "bad-usage",
    message: expect.stringContaining(message) as string,
    hint: expect.stringMatching(/.{20}/u) as string,
  });
});

it("reads a document of 19 MB", async () => {
  const path = (at: number) => [`/things${at}`, { get: { description: "x".repeat(4000), responses: { 200: {} } } }];
  const paths = Object.fromEntries(Array.from({ length: 4700 }, (_, at) => path(at)));
  const { candidates } = await importText("a.json", JSON.stringify({ openapi: "3.1.0", paths }));
  expect(candidates).toHaveLength(4700);
});

it("counts lines of 8 MB, and reads what stands around them", async () => {
  const line = (path: string) => `172.17.0.1 - - [01/Dec/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" 200 12\n`;
  const long = line(`/${"a".repeat(8e6)}`);
  const { candidates, notes } = await importText(
    "access.log",
    line("/books").repeat(40) + long + long + line("/books"),
  );
  expect(candidates.map(({ request }) => [request.target, request.count])).toEqual([["/books", 41]]);
  expect(notes).toEqual(["access.log: lines longer than 64 KB: 2"]);
});

it("looks up what requests send in earlier answers in time that grows with the file alone", async () => {
  const entry = (at: number) => ({
    request: {
      method: "POST",
      url: `http://localhost:8080/orders?page=${at}`,
      headers: [],
      postData: {
        mimeType: "application/x-www-form-urlencoded",
        text: Array.from({ length: 20 }, (_, field) => `field${field}=value${at}and${field}x`).join("&"),
      },
    },
    response: { status: 200, headers: [], content: { mimeType: "text/html", text: `page ${at} `.repeat(500) } },
  });
  writeFileSync(join(cwd, "app.js"), 'app.post("/orders")');
  const entries = Array.from({ length: 4000 }, (_, at) => entry(at));
  const start = process.cpuUsage();
  const { candidates } = await importText("a.har", JSON.stringify({ log: { entries } }));
  const { user, system } = process.cpuUsage(start);
  expect(candidates).toHaveLength(4000);
  // Each value against each answer would be 300 million comparisons with texts of 5 KB.
  expect((user + system) / 1e6).toBeLessThan(15);
}, 60_000);
