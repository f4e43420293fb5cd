// What curl, newman, Bruno's and httpyac's own programs send of a file, a recording server against what the steps made of that file send.
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestSources } from "../../src/formats/requests/index.ts";
import type { RecordedRequest } from "../../src/formats/requests/request-source.ts";
import { multipartBody, multipartType } from "../../src/proof/trial/steps/multipart-body.ts";
import { long } from "../long.ts";

const run = promisify(execFile);

/** A request, without what each sender spells its own way: order of fields, `+` for a blank, boundaries. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

let folder: string;
let server: Server;
let base: string;
let records: Promise<Sent>[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const { promise, resolve } = Promise.withResolvers<Sent>();
    records.push(promise);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      resolve(toSent(method, url, headers as Record<string, string>, Buffer.concat(chunks)));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function toSent(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
): Promise<Sent> {
  const { pathname, searchParams } = new URL(url, "http://x");
  const { "content-type": type = "", authorization, accept, "x-shop": shop } = headers;
  // A sender that is told nothing accepts everything.
  const plain = {
    type: type.split(";", 1)[0] ?? "",
    authorization,
    accept: accept?.includes("*/*") === true ? undefined : accept,
    shop,
  };
  return {
    method,
    path: pathname,
    query: [...searchParams],
    headers: Object.fromEntries(
      Object.entries(plain).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]])),
    ),
    body: await bodyOf(type, bytes),
  };
}

async function bodyOf(type: string, bytes: Buffer): Promise<unknown> {
  if (bytes.length === 0) return undefined;
  if (type.includes("json")) return JSON.parse(bytes.toString());
  if (type.includes("urlencoded")) return [...new URLSearchParams(bytes.toString())];
  if (!type.includes("multipart")) return bytes.toString();
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  return [...form].map(([name, value]) => [name, typeof value === "string" ? value : "a file"]);
}

/** The same of the steps that are made of the file. */
async function ofSteps(file: string, text: string): Promise<Sent[]> {
  const source = requestSources
    .toSorted((a, b) => Number(a.isVague ?? false) - Number(b.isVague ?? false))
    .find((one) => one.recognizes(file, text.slice(0, 8192)));
  const reader = source?.open(file);
  reader?.push(Buffer.from(text));
  return Promise.all((reader?.finish().requests ?? []).map(sentOf));
}

function sentOf({ method, target, headers, body }: RecordedRequest): Promise<Sent> {
  const parts = body !== undefined && "parts" in body ? body.parts : undefined;
  const bytes = parts ? multipartBody(parts) : Buffer.from(body !== undefined && "text" in body ? body.text : "");
  return toSent(method, target, { ...(parts && { "content-type": multipartType }), ...headers }, bytes);
}

async function expectSame(file: string, text: string, send: (path: string) => Promise<unknown>): Promise<void> {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  writeFileSync(join(folder, "photo.txt"), "a photo");
  records = [];
  await send(path);
  const sent = await Promise.all(records);
  expect(sent.length).toBeGreaterThan(3);
  expect(await ofSteps(file, text)).toEqual(sent);
}

test.runIf(spawnSync("curl", ["--version"]).status === 0)("curl sends what its lines become", () =>
  expectSame(
    "smoke.sh",
    `cd "$(dirname "$0")"
curl -sS -H 'X-Shop: yes' -H 'Accept: application/json' '${base}/books?page=2&q=a%20b'
curl -sS -X POST ${base}/orders -H 'Content-Type: application/json' -d '{"count": 1, "note": "a b"}'
curl -sS --json '{"count": 2}' ${base}/orders
curl -sS -d user=jane -d "color=deep blue" ${base}/login
curl -sS -G --data-urlencode 'q=a b&c' -d page=3 ${base}/search
curl -sS --data-urlencode "text=50 % & more" ${base}/notes
curl -sSF title='a photo' -F 'file=@photo.txt' ${base}/photos
curl -sSXDELETE ${base}/orders/7
curl -sS -X PUT --data-raw '@home' -H 'content-type: text/plain' \\
  ${base}/notes/1
`,
    (path) => run("sh", [path]),
  ),
);

/** Programs of npm, of a folder of their own: they are large. */
let programs: string | undefined;
test.runIf(long)("newman, Bruno and httpyac can be had from npm, or their tests are left out", async () => {
  const place = join(folder, "programs");
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), '{"private":true}');
  const words = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "newman@6", "@usebruno/cli@4", "httpyac@6"];
  const { status, stderr } = spawnSync("npm", words, { cwd: place, encoding: "utf8", timeout: 280_000 });
  if (status === 0) programs = join(place, "node_modules/.bin");
  else expect(stderr).toMatch(/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|network/u);
});

test.runIf(long)("newman sends what a Postman collection becomes", async (context) => {
  if (programs === undefined) return context.skip("newman is not there");
  const program = join(programs, "newman");
  const item = (name: string, request: object) => ({ name, request });
  const collection = {
    info: { name: "shop", schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    variable: [{ key: "base", value: base }],
    item: [
      item("list", {
        method: "GET",
        header: [
          { key: "X-Shop", value: "yes" },
          { key: "X-Other", value: "no", disabled: true },
        ],
        url: {
          raw: "{{base}}/books?page=2&q=a%20b&old=1",
          query: [
            { key: "page", value: "2" },
            { key: "q", value: "a%20b" },
            { key: "old", value: "1", disabled: true },
          ],
          host: ["{{base}}"],
          path: ["books"],
        },
      }),
      item("order", {
        method: "POST",
        url: "{{base}}/orders",
        body: { mode: "raw", raw: '{"count":1}', options: { raw: { language: "json" } } },
      }),
      item("login", {
        method: "POST",
        url: "{{base}}/login",
        body: {
          mode: "urlencoded",
          urlencoded: [
            { key: "user", value: "jane" },
            { key: "color", value: "deep blue" },
          ],
        },
      }),
      item("photo", {
        method: "POST",
        url: "{{base}}/photos",
        body: {
          mode: "formdata",
          formdata: [
            { key: "title", value: "a photo", type: "text" },
            { key: "file", type: "file", src: join(folder, "photo.txt") },
          ],
        },
      }),
      item("query", {
        method: "POST",
        url: "{{base}}/graphql",
        body: { mode: "graphql", graphql: { query: "{ books { title } }", variables: '{"a":1}' } },
      }),
      item("one", {
        method: "DELETE",
        url: {
          raw: "{{base}}/orders/:id",
          host: ["{{base}}"],
          path: ["orders", ":id"],
          variable: [{ key: "id", value: "7" }],
        },
      }),
    ],
  };
  await expectSame("shop.json", JSON.stringify(collection), (path) => run(program, ["run", path, "--color", "off"]));
});

test.runIf(long)("httpyac sends what a .http file becomes", async (context) => {
  if (programs === undefined) return context.skip("httpyac is not there");
  const program = join(programs, "httpyac");
  const text = `@base = ${base}

### list
GET {{base}}/books?page=2
    &q=a%20b
X-Shop: yes
Accept: application/json

### order
# a comment
POST {{base}}/orders
Content-Type: application/json

{ "count": 1,
  "note": "a b" }

### login
POST {{base}}/login HTTP/1.1
Content-Type: application/x-www-form-urlencoded

user=jane&color=deep%20blue

###
DELETE {{base}}/orders/7
Authorization: Basic jane secret
`;
  await expectSame("shop.http", text, (path) => run(program, ["send", path, "--all", "--no-color"], { cwd: folder }));
});

test.runIf(long)("Bruno sends what a .bru file becomes", async (context) => {
  if (programs === undefined) return context.skip("Bruno's program is not there");
  const program = join(programs, "bru");
  const files = {
    "list.bru": `meta {\n  name: list\n  type: http\n  seq: 1\n}\n\nget {\n  url: ${base}/books?page=2&q=a b\n  body: none\n  auth: none\n}\n\nparams:query {\n  page: 2\n  q: a b\n  ~old: 1\n}\n\nheaders {\n  X-Shop: yes\n  ~X-Other: no\n}\n`,
    "order.bru": `meta {\n  name: order\n  type: http\n  seq: 2\n}\n\npost {\n  url: ${base}/orders\n  body: json\n  auth: none\n}\n\nbody:json {\n  {\n    "count": 1\n  }\n}\n`,
    "login.bru": `meta {\n  name: login\n  type: http\n  seq: 3\n}\n\npost {\n  url: ${base}/login\n  body: formUrlEncoded\n  auth: none\n}\n\nbody:form-urlencoded {\n  user: jane\n  color: deep blue\n}\n`,
    "one.bru": `meta {\n  name: one\n  type: http\n  seq: 4\n}\n\ndelete {\n  url: ${base}/orders/:id\n  body: none\n  auth: none\n}\n\nparams:path {\n  id: 7\n}\n`,
  };
  const collection = join(folder, "bruno");
  mkdirSync(collection);
  writeFileSync(join(collection, "bruno.json"), JSON.stringify({ version: "1", name: "shop", type: "collection" }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(collection, name), text);
  await expectSame("all.bru", Object.values(files).join("\n"), () => run(program, ["run"], { cwd: collection }));
});
