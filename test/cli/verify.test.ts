// `hullproof verify` as a user starts it, with a profile by hand: what was learned is verified in the tests of `learn` and by `harden` itself.
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { sampleProfile } from "../emit/sample-profile.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { ownRuns } from "./own-runs.ts";
import { program } from "./program.ts";
import { cli, folderOf, root } from "./run-cli.ts";

const runs = ownRuns();
const files = await folderOf({});
let profile: Profile;
beforeAll(async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  const digest = (await inspectImage(engine, tinyImage))?.id ?? "";
  profile = {
    ...sampleProfile,
    image: { name: tinyImage, digest },
    workload: {
      command: ["sh", "-c", "echo up > /tmp/state || exit 1; trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp & wait"],
      ready: { kind: "http", port: 8080, path: "/state", status: 200 },
      readyTimeoutMs: 5000,
      steps: [],
      stop: { timeoutMs: 3000, exitCodes: [0] },
      restart: false,
      env: {},
      volumes: [],
      load: { clients: 2, forMs: 300 },
    },
    user: { uid: 0, gid: 0 },
    capabilities: { required: [], soft: [], unused: [] },
    tmpfs: [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 16 * 2 ** 20 }],
    volumes: [],
    memoryBytes: 64 * 2 ** 20,
    pids: 64,
    sysctls: {},
    because: {},
  };
});
afterAll(async () => {
  await files[Symbol.asyncDispose]();
  expect((await runs.runs()).length).toBeGreaterThan(0);
  expect(await runs.left(await connect())).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

async function verify(name: string, changes: Partial<Profile>) {
  const file = join(files.path, name);
  writeFileSync(file, JSON.stringify({ ...profile, ...changes }));
  const { code, stdout, stderr } = await cli(["verify", "--format", "json", file], { env: runs.env });
  const proof = code === 2 ? undefined : (JSON.parse(stdout) as Report).proof?.proofs[0];
  return { code, said: `${stdout.slice(-2000)}\n${stderr}`, proof };
}

it("exit code 0 where the profile holds", async () => {
  const { code, said, proof } = await verify("holds.json", {});
  expect(code, said).toBe(0);
  expect(proof?.verdict).toBe("holds");
});

// Sources are loaded one by one, by Node itself.
it.skipIf(!program.endsWith(".js"))("its own files may go while it runs, as an upgrade takes them away", async () => {
  await using installed = await folderOf({});
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(root, part), join(installed.path, part), { recursive: true });
  const dist = join(installed.path, "dist");
  const [file, page] = [join(files.path, "upgraded.json"), join(files.path, "upgraded.html")];
  writeFileSync(file, JSON.stringify(profile));
  const { code, stdout, stderr } = await cli(["verify", "--progress", "plain", "--output", `html=${page}`, file], {
    env: runs.env,
    program: join(installed.path, "bin/program.js"),
    started: (child) =>
      child.onStderr((text) => {
        if (/trial \d/.test(text)) rmSync(dist, { recursive: true, force: true });
      }),
  });
  expect(existsSync(dist)).toBe(false);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("holds");
  expect(existsSync(page)).toBe(true);
});

it("exit code 1 where a writable path is missing, which it names", async () => {
  const { code, said, proof } = await verify("breaks.json", { tmpfs: [] });
  expect(code, said).toBe(1);
  expect(proof?.verdict).toBe("breaks");
  expect(`${proof?.culprit} ${proof?.detail}`).toContain("/tmp");
});
