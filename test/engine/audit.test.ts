import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { emitDockerRun } from "../../src/dialects/run-line/emit/docker-run.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { sampleProfile } from "../emit/sample-profile.ts";
import { tinyImage } from "../images/tiny.ts";
import { lookOnlyProxy } from "./look-only-proxy.ts";
import { noPrivileged } from "./older.ts";

const exec = promisify(execFile);
const prefix = `hullproof-test-audit-${randomBytes(4).toString("hex")}`;
const docker = async (...args: string[]) => (await exec("docker", args)).stdout.trim();
const made: string[] = [];

async function started(name: string, ...args: string[]): Promise<string> {
  const full = `${prefix}-${name}`;
  made.push(full);
  await docker("run", "--detach", "--name", full, "--label", `hullproof.test=${prefix}`, ...args);
  return full;
}

afterEach(async () => {
  if (made.length > 0) await docker("rm", "--force", "--volumes", ...made.splice(0)).catch(() => undefined);
  await docker("volume", "rm", "--force", `${prefix}-data`).catch(() => undefined);
});

const audited = async (args: readonly string[], options: Parameters<typeof cli>[1] = {}) => {
  const { code, stdout, stderr } = await cli(["audit", "--format", "json", "--quiet", ...args], options);
  return { code, stderr, report: JSON.parse(stdout === "" ? "{}" : stdout) as Report };
};
const found = ({ findings }: Report, name: string) =>
  findings.filter(({ target }) => target === `container:${name}`).map(({ rule }) => rule);

const unlessPrivileged = (skip: (note: string) => void) => {
  const why = noPrivileged(tinyImage);
  if (why !== undefined) skip(why);
};

test("audit and emit only look: they work behind a proxy that passes nothing but the calls of docs/guide/audit.md", async ({
  skip,
}) => {
  unlessPrivileged(skip);
  const name = await started("proxied", "--privileged", tinyImage, "sleep", "300");
  await using proxy = await lookOnlyProxy();
  const env = { DOCKER_HOST: proxy.host };
  const { code, report } = await audited(["--filter", `label=hullproof.test=${prefix}`], { env });
  expect(code).toBe(1);
  expect(report.audit?.containers.map((one) => one.name)).toEqual([name]);
  expect(found(report, name)).toContain("capabilities/privileged");
  const emitted = await cli(["emit", `container:${name}`, "--to", "docker-run"], { env });
  expect(emitted.stdout).toContain("--privileged");
  expect(proxy.refused).toEqual([]);
  expect(new Set(proxy.passed.map((call) => call.split(" ")[0]))).toEqual(new Set(["GET"]));
  // The proxy does refuse.
  await expect(exec("docker", ["--host", proxy.host, "stop", name])).rejects.toThrow();
  expect(proxy.refused.length).toBeGreaterThan(0);
});

test("beside an earlier report only what is new fails", async ({ skip }) => {
  unlessPrivileged(skip);
  await started("known", "--privileged", tinyImage, "sleep", "300");
  const own = ["--filter", `label=hullproof.test=${prefix}`];
  const first = await audited(own);
  expect(first.code).toBe(1);
  await using folder = await folderOf({ "audit.json": JSON.stringify(first.report) });
  const beside = () => audited([...own, "--baseline", "audit.json"], { cwd: folder.path });
  const again = await beside();
  expect([again.code, again.report.baseline?.new, again.report.baseline?.same]).toEqual([
    0,
    0,
    first.report.findings.length,
  ]);
  const added = await started("added", "--privileged", tinyImage, "sleep", "300");
  const { code, report } = await beside();
  expect(code).toBe(1);
  const fresh = report.findings.filter(({ state }) => state === "new");
  expect(new Set(fresh.map(({ target }) => target))).toEqual(new Set([`container:${added}`]));
});

test("rules of a user's own judge what runs, with --allow-rules alone, and whatever they do nothing else is lost", async ({
  skip,
}) => {
  unlessPrivileged(skip);
  const name = await started("own", "--privileged", tinyImage, "sleep", "300");
  const rule = (id: string, found: string): string => `import { defineRule } from "hullproof/rules";
export default defineRule({
  id: "${id}", title: "No user is said", why: "Our auditors want to read it there.", severity: "error", needs: ["containers"],
  examples: [{ kind: "compose", bad: "services:\\n  web:\\n    image: a:1\\n", good: "services:\\n  web:\\n    image: a:1\\n    user: '1'\\n" }],
  *check({ containers }) {
    for (const container of containers.containers) {
      if (container.user !== undefined) continue;
      ${found}
      yield { message: container.name, at: container.at };
    }
  },
});
`;
  await using folder = await folderOf({
    "hullproof.yaml": "policy: { ruleFiles: [user.ts, loops.ts] }\n",
    "user.ts": rule("non-root/own-user", ""),
    "loops.ts": rule("non-root/own-loops", 'for (; container.dialect === "engine"; );'),
  });
  const look = (...args: readonly string[]) => audited([...args, name], { cwd: folder.path });
  const { code, report } = await look("--allow-rules");
  expect(code).toBe(2);
  expect(report.findings.filter(({ rule: id }) => id === "non-root/own-user")).toMatchObject([
    { target: `container:${name}`, message: name, location: { setting: "HostConfig" } },
  ]);
  expect(report.rules.find(({ rule: id }) => id === "non-root/own-loops")).toMatchObject({
    verdict: "failed",
    reason: expect.stringContaining("took longer than 2 s"),
  });
  const without = await look();
  expect(without.code).toBe(1);
  expect(without.report.notChecked?.[0]).toMatch(/^2 rules of policy\.ruleFiles in hullproof\.yaml: not run/);
  const ours = ({ findings }: Report) => findings.filter(({ rule: id }) => !id.includes("/own-"));
  expect(ours(report)).toEqual(ours(without.report));
});

test("a container that runs as its profile was emitted has not drifted; one that was changed by hand has", async () => {
  const digest = await docker("image", "inspect", "--format", "{{.Id}}", tinyImage);
  const profile: Profile = {
    ...sampleProfile,
    image: { name: tinyImage, digest },
    workload: { ...sampleProfile.workload, env: {} },
    user: { uid: 1000, gid: 1000 },
    volumes: [{ name: `${prefix}-data`, path: "/data" }],
    sysctls: {},
    memoryBytes: 32 * 1048576,
  };
  const name = `${prefix}-proven`;
  made.push(name);
  const line = emitDockerRun(profile, { name, publish: "none", labels: { "hullproof.test": prefix } });
  await exec("sh", ["-c", `${line.trimEnd()} sleep 300\n`]);
  const extra = await started("extra", "--cap-add", "NET_ADMIN", tinyImage, "sleep", "300");
  await using folder = await folderOf({ ".hullproof/profile.json": JSON.stringify(profile) });
  const look = () => audited([name, extra], { cwd: folder.path });
  const drifts = ({ audit }: Report, of: string) =>
    audit?.containers.find((one) => one.name === of)?.drift.map(({ field, way }) => `${field} ${way}`);

  const before = await look();
  expect(drifts(before.report, name)).toEqual([]);
  expect(drifts(before.report, extra)).toContain("capabilities wider");
  expect(
    before.report.findings.find(({ rule, message }) => rule === "capabilities/drift" && message.includes("NET_ADMIN")),
  ).toBeDefined();

  await docker("update", "--memory", "64m", "--memory-swap", "64m", "--pids-limit", "8", name);
  const after = await look();
  expect(drifts(after.report, name)).toEqual(["memoryBytes wider", "pids narrower"]);
  expect(found(after.report, name)).toContain("limits/drift");
  // Without a profile nothing is said of drift, and why.
  const alone = await audited([name]);
  expect(alone.report.rules.find(({ rule }) => rule === "limits/drift")).toMatchObject({ verdict: "skipped" });
});

test("kills for want of memory, restarts and tags that moved on are seen", async () => {
  const tag = `${prefix}:1`;
  await docker("tag", tinyImage, tag);
  try {
    const behind = await started("behind", tag, "sleep", "300");
    const killed = await started(
      "killed",
      "--memory",
      "16m",
      "--memory-swap",
      "16m",
      tinyImage,
      "sh",
      "-c",
      "x=a; while :; do x=$x$x; done",
    );
    const loop = await started("loop", "--restart", "always", tinyImage, "/nosuchprogram").catch(
      () => `${prefix}-loop`,
    );
    const ends = await started("ends", "--restart", "always", tinyImage, "sh", "-c", "exit 3");
    await exec("sh", ["-c", `printf 'x' > /dev/null; docker commit --change 'ENV A=1' ${behind} ${tag}`]);
    await docker("wait", killed);
    // While it runs again for a moment, its engine no longer knows how it ended: the pauses between its starts double, so one is met.
    for (let waited = 0; waited < 300; waited++) {
      const [restarts, status] = (
        await docker("inspect", "--format", "{{.RestartCount}} {{.State.Status}}", ends)
      ).split(" ");
      if (Number(restarts) >= 6 && status?.trim() === "restarting") break;
      await sleep(100);
    }
    const { report } = await audited(["--stopped", "--filter", `label=hullproof.test=${prefix}`]);
    expect(found(report, behind)).toContain("updates/image-behind-tag");
    expect(found(report, killed)).toContain("limits/killed-for-memory");
    expect(found(report, ends)).toContain("limits/restart-loop");
    expect(report.findings.find(({ rule }) => rule === "limits/restart-loop")?.message).toContain("exit code 3");
    expect(report.audit?.containers.map((one) => one.name)).toContain(loop);
  } finally {
    await docker("rm", "--force", `${prefix}-behind`).catch(() => undefined);
    await docker("rmi", "--force", tag).catch(() => undefined);
  }
});

test("a watch reports what happens, serves metrics, outlives an engine that is gone for a while, and ends on Ctrl-C", async () => {
  const name = await started("watched", "--memory", "64m", tinyImage, "sleep", "300");
  await using proxy = await lookOnlyProxy();
  let metrics = "";
  const running = cli(
    ["audit", "--watch", "--format", "json", "--metrics", "127.0.0.1:0", "--filter", `label=hullproof.test=${prefix}`],
    {
      env: { DOCKER_HOST: proxy.host },
      started: (child) => {
        void (async () => {
          const [url] = await new Promise<[string]>((resolve) =>
            child.onStderr((text) => {
              const [, at] = /metrics at (\S+)/.exec(text) ?? [];
              if (at !== undefined) resolve([at]);
            }),
          );
          const ask = () =>
            new Promise<string>((resolve) =>
              get(url, { agent: false }, (answer) => {
                let body = "";
                answer.on("data", (chunk: Buffer) => (body += chunk.toString())).on("end", () => resolve(body));
              }),
            );
          while (!(metrics = await ask()).includes('hullproof_containers{status="running"} 1')) await sleep(200);
          await docker("update", "--memory", "128m", "--memory-swap", "128m", name);
          while (!(metrics = await ask()).includes("hullproof_events_total 1")) await sleep(200);
          // One that comes, gets another name and is taken away is counted once, and no longer.
          const states = async () => (await ask()).match(/^hullproof_containers\{.*/gm)?.join(" ");
          const counted = async (wanted: string) => {
            while ((await states()) !== wanted) await sleep(200);
          };
          const guest = await started("guest", tinyImage, "sleep", "300");
          await counted('hullproof_containers{status="running"} 2');
          await docker("rename", guest, `${guest}-2`);
          await docker("pause", `${guest}-2`);
          await counted('hullproof_containers{status="paused"} 1 hullproof_containers{status="running"} 1');
          await docker("rm", "--force", `${guest}-2`);
          await counted('hullproof_containers{status="running"} 1');
          await proxy.restart(1_500);
          while (!(await ask()).includes("hullproof_engine_up 1")) await sleep(200);
          await sleep(2_500);
          child.kill("SIGINT");
        })();
      },
    },
  );
  const { code, stdout, stderr } = await running;
  expect(stderr).toContain("SIGINT: stopping ...\n");
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string; event?: { action: string; name: string } });
  expect(lines[0]?.kind).toBe("all");
  expect(lines.find(({ kind }) => kind === "event")?.event).toMatchObject({ action: "update", name });
  expect(lines.map(({ kind }) => kind)).toContain("lost");
  expect(lines.at(-1)?.kind).toBe("all");
  expect(metrics).toContain("hullproof_last_audit_timestamp_seconds");
  expect(code).toBe(0);
  expect(proxy.refused).toEqual([]);
});

test.each([
  [["--filter", "status=running"], "--filter status=running is not understood"],
  [["nosuchcontainer"], "The engine has no container nosuchcontainer"],
  [["web", "--filter", "name=x"], "not by both"],
  [["--metrics", "9464"], "--metrics needs --watch"],
  [["--watch", "--metrics", "0.0.0.0:9464"], "is reached by others"],
  [["--watch", "--format", "sarif"], "goes on writing"],
  [["--profile", "nosuch.json"], "nosuch.json"],
  [["--expired-after", "soon"], "soon"],
])("%j is refused with what to do", async (args, words) => {
  const { code, stderr, stdout } = await cli(["audit", ...args]);
  expect(stderr).toContain(words);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});
