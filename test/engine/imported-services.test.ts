import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureImage, type Recipe } from "../../scripts/services/harness/images.ts";
import radicale from "../../scripts/services/radicale.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { importInto } from "../../src/pipeline/requests/import-into.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { long } from "../long.ts";
import { permit } from "../permits.ts";
import { needsPythonImage } from "../shop/shop-image.ts";
import { webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const registry: Recipe = {
  packages: ["docker-registry"],
  // Debian's own wants a login.
  files: {
    "etc/docker/registry/own.yml":
      "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /var/lib/docker-registry\nhttp:\n  addr: :5000\n",
  },
  command: ["docker-registry", "serve", "/etc/docker/registry/own.yml"],
  ports: [5000],
  volumes: ["/var/lib/docker-registry"],
};

const blob = "hello";
const digest = `sha256:${createHash("sha256").update(blob).digest("hex")}`;
/** An upload by its `Location`, as the registry's clients make it. */
const registryFile = `@url = http://localhost:5000
### alive
GET {{url}}/v2/

### a new upload
# @name upload
POST {{url}}/v2/shop/blobs/uploads/

?? status == 202
### its content
PUT {{upload.response.headers.Location}}&digest=${digest}
Content-Type: application/octet-stream

${blob}

?? status == 201
### is there
HEAD {{url}}/v2/shop/blobs/${digest}

### as it was sent
GET {{url}}/v2/shop/blobs/${digest}

### repositories
GET {{url}}/v2/_catalog
`;

const event = [
  "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:own\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z",
  "DTSTART:20260101T000000Z\nSUMMARY:hello\nEND:VEVENT\nEND:VCALENDAR\n",
].join("\n");
const dav = (method: string, path: string, status: number, raw?: string) => ({
  name: `${method} ${path}`,
  request: {
    method,
    url: `http://localhost:5232${path}`,
    auth: {
      type: "basic",
      basic: [
        { key: "username", value: "app" },
        { key: "password", value: "x" },
      ],
    },
    ...(raw !== undefined && { header: [{ key: "Content-Type", value: "text/calendar" }], body: { mode: "raw", raw } }),
  },
  event: [{ listen: "test", script: { exec: [`pm.response.to.have.status(${status});`] } }],
});
const radicaleCollection = JSON.stringify({
  info: { name: "dav", schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
  item: [
    dav("GET", "/.web/", 200),
    dav("MKCALENDAR", "/app/work/", 201),
    dav("PUT", "/app/work/1.ics", 201, event),
    dav("GET", "/app/work/1.ics", 200),
    dav("PROPFIND", "/app/work/", 207),
    dav("DELETE", "/app/work/1.ics", 200),
    dav("DELETE", "/app/work/", 200),
  ],
});

test.runIf(long && (await needsPythonImage())).each([
  ["docker-registry", registry, "registry.http", registryFile, 6],
  ["radicale", radicale, "dav.postman_collection.json", radicaleCollection, 7],
] as const)(
  "Debian's %s is proven by its file of requests, each route exercised",
  async (name, recipe, file, text, count) => {
    const image = `hullproof-test/imported-${name}:2`;
    await ensureImage(image, recipe, () => {});
    const cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"));
    writeFileSync(join(cwd, file), text);
    const env = { WORKLOAD_BASIC: "YXBwOng=" };
    const allowed = Object.keys(env).map((variable) => `env:${variable}`);
    const context = { cwd, env, progress: () => {}, consent: { allowed } } as unknown as Context;
    const [port = 0] = recipe.ports;
    // The registry ends so.
    const stop = { timeoutMs: 10_000, exitCodes: [0, 2] };
    try {
      const declared = webWorkload({ steps: [], ready: { kind: "tcp", port }, readyTimeoutMs: 30_000, stop });
      const options = { from: [file], host: [], maxSteps: 40, port };
      const { workload, plan } = await importInto({ session, image, workload: declared, permit }, options, context);
      expect(plan.lines.join("\n")).toContain(`${count} steps added: ${count} of ${count} routes exercised`);
      const imageSummary = (await inspectImage(session.engine, image))!;
      const request = { image, imageSummary, permit, imageName: image, workload, progress: () => {} };
      const { proofs } = await learn(session, request);
      expect(proofs.filter(({ verdict }) => verdict !== "holds")).toEqual([]);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  },
  1_800_000,
);
