// `hullproof fix --proven compose.yaml`: the project is started with its suggestions; what breaks it is dropped, what holds is written.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { FixReport } from "../../src/domain/report/fix-report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { long } from "../long.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await connect();
  await ensureTinyImage(engine);
});

const compose = `services:
  web: # keeps what it is asked
    image: ${tinyImage}
    command: [sh, -c, 'chown 7:7 /www || exit 1; trap "exit 0" TERM; httpd -f -p 8080 -h /www & wait']
    ports: ["127.0.0.1:18080:8080"]
    depends_on: [store]
    volumes: [./www:/www]
  store:
    image: ${tinyImage}
    command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 0.1; done']
`;

test.skipIf(!long)(
  "what the project can do without goes, and what it needs is named",
  { timeout: 900_000 },
  async () => {
    await using runs = ownRuns();
    await using folder = await folderOf({
      "compose.yaml": compose,
      "hullproof.yaml":
        "workload:\n  compose: { service: web }\n  steps: [{ http: { port: 8080, path: /index.html, body: there } }]\n  restart: false\n",
      "www/index.html": "there\n",
    });
    const args = ["fix", "--proven", "--write", "--format", "json", "--progress", "plain", "compose.yaml"];
    const rules = ["capabilities/not-dropped", "capabilities/new-privileges"].flatMap((rule) => ["--rule", rule]);
    const { code, stdout, stderr } = await cli([...args, ...rules], { cwd: folder.path, env: runs.env });
    expect(code, stderr).toBe(0);
    expect(await runs.left(engine)).toEqual([]);
    const { files } = JSON.parse(stdout) as FixReport;
    const became = files.flatMap(({ fixes }) => fixes.map(({ rule, outcome, line }) => `${line} ${rule} ${outcome}`));
    expect(became.toSorted()).toEqual([
      "2 capabilities/new-privileges applied",
      "2 capabilities/not-dropped dropped",
      "8 capabilities/new-privileges applied",
      "8 capabilities/not-dropped applied",
    ]);
    const reason = files[0]?.fixes.find(({ outcome }) => outcome === "dropped")?.reason;
    expect(reason).toMatch(/exited with code 1/);
    expect(files[0]?.proof?.behavior).toContain("web with store");
    const text = await readFile(join(folder.path, "compose.yaml"), "utf8");
    expect(text.match(/no-new-privileges:true/g)).toHaveLength(2);
    expect(text.match(/cap_drop/g)).toHaveLength(1);
    expect(text).toContain("web: # keeps what it is asked");
  },
);
