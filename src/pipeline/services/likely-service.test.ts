import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { likelyService } from "./likely-service.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const image = "image: busybox";
it.each<[string, string, string | undefined]>([
  ["nothing where one service publishes a port", `web: { ${image}, ports: ["80:80"] }\n  db: { ${image} }`, undefined],
  ["nothing where there is one service", `db: { ${image} }`, undefined],
  ["the one that is built", `a: { ${image}, ports: ["80:80"] }\n  b: { build: ., ports: ["9000:9000"] }`, "b"],
  ["the one on a port of the web", `a: { ${image}, ports: ["5432:5432"] }\n  b: { ${image}, ports: ["81:8080"] }`, "b"],
  ["the one that needs others", `a: { ${image} }\n  b: { ${image}, depends_on: [a] }`, "b"],
  ["the first of equals", `b: { ${image} }\n  a: { ${image} }`, "a"],
  ["nothing of a file that can't be read", "a: [", undefined],
  ["nothing of a project without services", "{}", undefined],
])("finds %s", async (_name, services, expected) => {
  await writeFile(join(cwd, "compose.yaml"), `services:\n  ${services}\n`);
  const context = { cwd, env: {}, progress: () => {} } as unknown as Context;
  expect(likelyService("compose.yaml", context)).toBe(expected);
});
