import { parseReport } from "../parse-report.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { BuiltImage, EngineSession } from "../../src/sources/engine/types.ts";
import { imageUpdates } from "../../src/sources/updates/image-updates.ts";
import { cli } from "../cli/run-cli.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";

/** Images whose package manager is not what it is called. */
let session: EngineSession;
let context: string;
beforeAll(async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  session = await openEngineSession(engine, { progress: () => {}, safety: { answerBytes: 4 * 1024 * 1024 } });
  context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await rm(context, { recursive: true });
});

async function withApt(script: string): Promise<BuiltImage> {
  await writeFile(join(context, "apt-get"), `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${script}\n`, { mode: 0o755 });
  const dockerfile = `FROM ${tinyImage}\nCOPY apt-get /bin/apt-get\nUSER 1000\n`;
  return buildImage(session, { context, dockerfile, dockerfileName: "Dockerfile", name: "evil" }, () => {});
}

it("has nothing that makes root of it: no capability, no new privileges, nothing of its root to write, no way to this machine", async () => {
  await using built = await withApt(
    `{ grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status | tr '\\t\\n' '  '; touch /x 2>&1; mount -t tmpfs x /tmp 2>&1; busybox timeout 3 wget -q -O - http://169.254.169.254/ 2>&1 || [ $? -lt 124 ] || echo timed out; } | tr '\\n' ' ' | sed 's/^/E: /' >&2; exit 100`.replace(
      "| sed 's/^/E: /' >&2",
      `> /tmp/said; echo "E: $(cat /tmp/said)" >&2`,
    ),
  );
  const answer = await imageUpdates(session, built.tag, () => {});
  const said = "missing" in answer ? answer.missing : "";
  expect(said).toMatch(/CapEff: 0{16} CapBnd: 0{16} NoNewPrivs: 1/);
  expect(said).toMatch(/Read-only file system/);
  expect(said).toMatch(/refused|unreachable|bad address|timed out/i);
});

it.each([
  ["prints without end", "cat /dev/zero", /safety limit/],
  ["takes all tasks", "f() { f & f; }; f; sleep 5", /safety limit of \d+ tasks|E: |exit code|can't fork/],
])("one that %s is stopped, and its silence is no answer", async (_what, script, why) => {
  await using built = await withApt(script);
  const answer = await imageUpdates(session, built.tag, () => {});
  expect(answer).toEqual({ missing: expect.stringMatching(why) as string });
});

it("check runs none of it without --updates auto, and says so; scan never calls its silence clean", async () => {
  await using built = await withApt(
    `case "$*" in *indextargets*) echo "http://mirror.example/debian stable-security/main";; esac; exit 0`,
  );
  const verdictOf = (report: Report, id: string) => report.rules.find(({ rule }) => rule === id);
  const checked = await cli(["check", "--format", "json", built.tag]);
  const report = parseReport(checked.stdout);
  expect(verdictOf(report, "updates/pending")).toMatchObject({
    verdict: "skipped",
    reason: expect.stringMatching(/runs programs of the image: --updates auto does it/) as string,
  });
  for (const args of [
    ["check", "--updates", "auto", "--format", "json", built.tag],
    ["scan", "--format", "json", built.tag],
  ]) {
    const { stdout } = await cli(args);
    const asked = parseReport(stdout);
    for (const id of ["updates/pending", "vulnerabilities/fixed-upstream"]) {
      expect(verdictOf(asked, id)).toMatchObject({
        verdict: "skipped",
        reason: expect.stringMatching(/according to the image/) as string,
      });
    }
  }
  const shown = await cli(["scan", built.tag]);
  expect(shown.stdout).not.toMatch(/^Clean/m);
});
