// Ctrl-C while packages are removed: candidates are built and run on the engine then.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ensureStandIns } from "../images/stand-ins.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

const files = {
  Dockerfile: `FROM hullproof-stand-in/python:trixie
USER 1000:1000
EXPOSE 8080
CMD ["python3", "-m", "http.server", "8080", "--directory", "/etc/default"]
`,
  "hullproof.yaml":
    "workload:\n  ready: { http: { port: 8080, path: / } }\n  steps: [{ name: list, http: { port: 8080, path: / } }]\n  stop: { signal: SIGKILL, exitCodes: [137] }\n  restart: false\n",
};

it("SIGINT in the middle of harden --slim leaves nothing: exit 2", async () => {
  await ensureStandIns(() => {}, ["python:3.13-slim"]);
  await using runs = ownRuns();
  await using folder = await folderOf(files);
  let sent = false;
  const { code, stderr } = await cli(["harden", "--slim", "--progress", "plain"], {
    cwd: folder.path,
    env: runs.env,
    started: (child) =>
      child.onStderr((text) => {
        // The probes run next, then the first candidate is built.
        if (sent || !text.includes("have no evidence")) return;
        sent = true;
        void sleep(3_000).then(() => child.kill("SIGINT"));
      }),
  });
  expect(stderr).toContain("SIGINT");
  expect(stderr).not.toContain("    at ");
  expect(code).toBe(2);
  expect((await runs.runs()).length).toBeGreaterThanOrEqual(1);
  const engine = await connect();
  const left = await runs.left(engine);
  if (left.length === 0) return;
  expect(stderr).toContain("Not removed in time, the next run does it: ");
  await cli(["learn", "--quiet", "hullproof-stand-in/python:trixie"], { cwd: folder.path, env: runs.env });
  expect(await runs.left(engine)).toEqual([]);
}, 300_000);
