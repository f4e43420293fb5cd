import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { composedProject } from "./composed-project.ts";
import { configStep } from "./config-step.ts";
import { importRequests } from "./import-requests.ts";
import { planSteps } from "./plan-steps.ts";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

async function linesOf(file: string, text: string): Promise<{ lines: readonly string[]; paths: string[] }> {
  writeFileSync(join(cwd, file), text);
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const imported = await importRequests({ from: [file], host: [], maxSteps: 40, port: 8080 }, [], context);
  const { lines, steps } = await planSteps(imported, { maxSteps: 40, steps: [] }, undefined, context);
  return { lines, paths: steps.map(({ step }) => (step.kind === "http" ? step.path : step.name)) };
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

it("deletes nothing under load that other clients read", async () => {
  const lines = ["PUT /a", "DELETE /a", "PUT /b", "DELETE /sha256:00ff"].map((line) =>
    line.replace(" ", " http://localhost:8080"),
  );
  writeFileSync(join(cwd, "a.http"), lines.join("\n\n###\n"));
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const imported = await importRequests({ from: ["a.http"], host: [], maxSteps: 40, port: 8080 }, [], context);
  const { steps } = await planSteps(imported, { maxSteps: 40, steps: [] }, undefined, context);
  expect(steps.map(({ step }) => [step.kind === "http" ? `${step.method} ${step.path}` : "", step.weight])).toEqual([
    ["PUT /a-{{client}}", undefined],
    ["DELETE /a-{{client}}", undefined],
    ["PUT /b", undefined],
    ["DELETE /sha256:00ff", 0],
  ]);
});

it("reads a folder of Bruno in the order of its requests, and no environment", async () => {
  const files = {
    "collection.bru": "headers {\n  accept: text/plain\n}\n",
    "b.bru": "meta {\n  name: b\n  seq: 1\n}\nget {\n  url: {{host}}/first\n}\n",
    "a.bru": "meta {\n  name: a\n  seq: 2\n}\nget {\n  url: {{host}}/second\n}\n",
    "inner/c.bru": "meta {\n  name: c\n  seq: 1\n}\nget {\n  url: {{host}}/third\n}\n",
    "environments/live.bru": "vars {\n  host: https://live.example\n}\n",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, "api", name)), { recursive: true });
    writeFileSync(join(cwd, "api", name), text);
  }
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const { candidates } = await importRequests({ from: ["api"], host: [], maxSteps: 40, port: 8080 }, [], context);
  expect(candidates.map(({ request }) => [request.target, request.headers["accept"]])).toEqual([
    ["/first", "text/plain"],
    ["/second", "text/plain"],
    ["/third", "text/plain"],
  ]);
  mkdirSync(join(cwd, "empty"));
  await expect(
    importRequests({ from: ["empty"], host: [], maxSteps: 40, port: 8080 }, [], context),
  ).rejects.toMatchObject({
    code: "bad-usage",
  });
});

it.each([
  ["an unknown format", "notes.txt", "hello\n", /is in no known format.*/u],
  ["an empty file", "a.json", "", /is in no known format/u],
  ["a HAR that is cut off", "a.har", har("http://localhost/a").slice(0, -30), /is cut off or damaged/u],
  ["a gzip file that is cut off", "access.log.gz", "\u001F\u008B\b", /can't be read to its end/u],
  ["an alias bomb", "openapi.yaml", bomb(), /aliases resolve to too much|no YAML/u],
  [
    "requests to other hosts alone",
    "a.http",
    "GET https://pay.example/charge\n\n###\nGET http://mail.example/\n",
    undefined,
  ],
])("ends with what to do for %s", async (_, file, text, message) => {
  writeFileSync(join(cwd, file), text, "latin1");
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const host = message === undefined ? ["shop.example"] : [];
  const failure = await importRequests({ from: [file], host, maxSteps: 40, port: 8080 }, [], context).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: expect.stringMatching(/bad-usage|unreadable/u) });
  expect(failure).toHaveProperty("message", expect.stringMatching(message ?? /has no request to this container/u));
  expect((failure as { hint: string }).hint).not.toBe("");
});

it("names references outside of a document, and reads none of them", async () => {
  const document = {
    openapi: "3.1.0",
    paths: {
      "/a": { get: { parameters: [{ $ref: "../secret.yaml#/p" }], responses: { 200: {} } } },
      "/b": { $ref: "https://evil.example/b.json" },
      "/c": { post: { requestBody: { $ref: "#/components/requestBodies/C" }, responses: { 201: {} } } },
    },
    components: {
      requestBodies: { C: { content: { "application/json": { schema: { $ref: "#/components/schemas/C" } } } } },
      schemas: { C: { type: "object", properties: { next: { $ref: "#/components/schemas/C" } } } },
    },
  };
  const { lines, paths } = await linesOf("openapi.json", JSON.stringify(document));
  expect(lines.join("\n")).toContain("not read: ../secret.yaml#/p, https://evil.example/b.json");
  expect(paths).toEqual(["/a", "/c"]);
});

function bomb(): string {
  const levels = Array.from(
    { length: 12 },
    (_, at) =>
      `x${at}: &a${at} [${Array(9)
        .fill(at === 0 ? "y" : `*a${at - 1}`)
        .join(", ")}]\n`,
  );
  return `openapi: 3.1.0\n${levels.join("")}paths: *a11\n`;
}

it("keeps rare words of a log that the application or a document has, and no others", async () => {
  const line = (path: string) => `172.17.0.1 - - [01/Dec/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" 200 12\n`;
  writeFileSync(join(cwd, "app.js"), 'app.get("/imprint")');
  writeFileSync(
    join(cwd, "openapi.json"),
    JSON.stringify({ openapi: "3.1.0", paths: { "/terms": { post: { responses: { 200: {} } } } } }),
  );
  writeFileSync(
    join(cwd, "access.log"),
    `${line("/books").repeat(50)}${["/imprint", "/terms", "/jane-doe"].map(line).join("")}`,
  );
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const { candidates, routes } = await importRequests(
    { from: ["access.log", "openapi.json"], host: [], maxSteps: 40, port: 8080 },
    [],
    context,
  );
  const sent = candidates.map(({ request }) => `${request.method} ${request.target}`);
  expect(sent).toEqual(expect.arrayContaining(["GET /books", "GET /imprint", "GET /terms", "POST /terms"]));
  expect(JSON.stringify([sent, [...routes.keys()]])).not.toContain("jane");
});

it("tells requests of a Compose project apart by its ports: the container's, a companion's, those of what does not start", async () => {
  const services = {
    web: { image: "web", ports: ["8080:80"], depends_on: ["auth"] },
    auth: { image: "auth", ports: ["127.0.0.1:9000:8000"], depends_on: ["db"] },
    db: { image: "postgres" },
    admin: { image: "admin", ports: ["9999:80", "9100-9101:9100-9101"] },
  };
  writeFileSync(join(cwd, "compose.yaml"), JSON.stringify({ services }));
  const requests = ["8080/books", "9000/token", "9999/users"].map((path) => `### a\nGET http://localhost:${path}\n`);
  writeFileSync(join(cwd, "a.http"), requests.join("\n"));
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const project = composedProject(["compose.yaml"], "web", context);
  expect([...project.companions]).toEqual(["auth", "db"]);
  const imported = await importRequests({ from: ["a.http"], host: [], maxSteps: 40, project }, [], context);
  const { steps, routes, lines } = await planSteps(imported, { maxSteps: 40, steps: [] }, undefined, context);
  expect(steps.map(({ step }) => configStep(step))).toEqual([
    { http: { port: 80, path: "/books", timeout: "10000ms" } },
    { name: "auth: GET /token", http: { port: 8000, path: "/token", timeout: "10000ms" }, at: "auth" },
  ]);
  expect(Object.keys(routes)).toEqual(["GET /books"]);
  expect(lines).toContain("not sent, to other hosts: localhost:9999, service admin, which is not started (1)");
});

it("maps the ports of a Compose project: ranges pair by pair, the long form, not what is left to the engine", () => {
  const ports = [
    "8000-8002:9000-9002",
    { target: 7000, published: "7100", protocol: "tcp" },
    { target: 7001, published: 7101 },
    "8100-8400:9100-9400",
    "6000-6003:6000",
    "5353:53/udp",
    "4000",
  ];
  writeFileSync(join(cwd, "compose.yaml"), JSON.stringify({ services: { web: { image: "web", ports } } }));
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const { published } = composedProject(["compose.yaml"], "web", context);
  const portOf = (port: number) => published.get(port)?.port;
  expect([8000, 8001, 8002, 8003].map(portOf)).toEqual([9000, 9001, 9002, undefined]);
  expect([7100, 7101].map(portOf)).toEqual([7000, 7001]);
  expect([8100, 8250, 8400, 8401].map(portOf)).toEqual([9100, 9250, 9400, undefined]);
  expect([6000, 6003, 5353, 4000].map(portOf)).toEqual([undefined, undefined, undefined, undefined]);
});

it.each([
  ["a path", "http://localhost:8080/logout", "/logout"],
  ["a query", "http://localhost:8080/account?action=logout&page=2", "/account?action=logout&page=2"],
  ["another spelling", "http://localhost:8080/account?do=Sign-Out", "/account?do=Sign-Out"],
])("sends a logout last and once, that is %s", async (_, url, path) => {
  writeFileSync(join(cwd, "app.js"), 'app.get("/logout", "/account", "/books")');
  const sent = ["books", "books?page=1"].map((rest) => `http://localhost:8080/${rest}`);
  writeFileSync(join(cwd, "a.har"), har(sent[0]!, url, sent[1]!));
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  const imported = await importRequests({ from: ["a.har"], host: [], maxSteps: 40, port: 8080 }, [], context);
  const { steps } = await planSteps(imported, { maxSteps: 40, steps: [] }, undefined, context);
  expect(steps.map(({ step }) => [step.kind === "http" && step.path, step.weight])).toEqual([
    ["/books", undefined],
    ["/books?page=1", undefined],
    [path, 0],
  ]);
});

it("leaves what only speaks of a logout in its place", async () => {
  writeFileSync(join(cwd, "app.js"), 'app.get("/account", "/books", "logout-page")');
  const urls = ["account?loggedout=true", "account?for=logout-page", "books"].map(
    (rest) => `http://localhost:8080/${rest}`,
  );
  expect((await linesOf("a.har", har(...urls))).paths).toEqual(urls.map((url) => url.slice(21)));
});
