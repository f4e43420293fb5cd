// `emit` as a user calls it: losses on stderr, in the file and in JSON; `--exact`, versions, old proofs.
import { expect, it } from "vitest";
import type { EmitReport } from "../src/domain/report/emit-report.ts";
import type { Profile } from "../src/domain/profile/profile.ts";
import { sampleProvenOn } from "./emit/proven-on.ts";
import { fullProfile, sampleProfile } from "./emit/sample-profile.ts";
import { cli, folderOf } from "./cli/run-cli.ts";

async function emit(profile: Profile, ...args: string[]) {
  await using folder = await folderOf({ "profile.json": JSON.stringify(profile) });
  const all = ["emit", "profile.json", "--allow-host=device:/dev/fuse", ...args];
  return await cli(all, { cwd: folder.path });
}

it("reports a loss on stderr, in the file and in JSON", async () => {
  const text = await emit(fullProfile, "--to", "compose");
  expect(text.code).toBe(0);
  const what = "what is mounted at /var/lib/app belongs to 10001:10001, mode 750";
  expect(text.stdout).toContain(`# Before the first start:\n`);
  expect(text.stdout).toContain(`#   ${what}\n`);
  expect(text.stderr).toContain(
    "hullproof: lost for compose 5.6: moved prepared[0]: wanted /var/lib/app of 10001:10001",
  );
  const json = await emit(fullProfile, "--to", "compose", "--format", "json");
  const report = JSON.parse(json.stdout) as EmitReport;
  expect(report).toMatchObject({ schemaVersion: 1, target: "compose", targetVersion: "5.6", proofs: [{}], notes: [] });
  expect(report.losses).toMatchObject([
    { kind: "moved", code: "prepared-mount-point", field: "prepared[0]", remedy: what },
  ]);
  expect(report.files).toMatchObject([{ name: "compose.yaml", text: text.stdout }]);
});

it("--exact writes nothing and exits 1 if there is a loss", async () => {
  const refused = await emit(fullProfile, "--to", "docker-run", "--exact");
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain("Nothing was written: --exact takes no loss, and docker-run has one.");
  const json = await emit(fullProfile, "--to", "docker-run", "--exact", "--format", "json");
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ files: [], losses: [{ code: "prepared-mount-point" }] });
  const whole = await emit(sampleProfile, "--to", "docker-run", "--exact");
  expect(whole).toMatchObject({ code: 0, stderr: "" });
  expect(whole.stdout).toContain("docker run");
});

it("refuses a version of another target, and an invalid one", async () => {
  const other = await emit(sampleProfile, "--to", "compose", "--docker", "28");
  expect(other).toMatchObject({ code: 2, stdout: "" });
  expect(other.stderr).toContain("--docker 28 says nothing about --to compose.");
  expect(other.stderr).toContain("--compose 5.6");
  const list = await emit(fullProfile, "--to", "seccomp", "--compose", "5.6");
  expect(list).toMatchObject({ code: 2, stdout: "" });
  expect(list.stderr).toContain("Leave it out");
  expect((await emit(sampleProfile, "--to", "compose", "--compose", "latest")).stderr).toContain("is not a version");
  const newer = await emit(sampleProfile, "--to", "compose", "--compose", "6.0");
  expect(newer.code).toBe(0);
  expect(newer.stderr).toContain("Docker Compose 6.0 is newer than what is known here");
});

it("writes an absolute directory for a Docker that requires it", async () => {
  const volumes = [{ name: "conf", path: "/etc/app", from: "./conf" }];
  const old = await emit({ ...sampleProfile, volumes }, "--to", "docker-run", "--docker", "20.10");
  expect(old.stdout).toContain('--volume "$PWD"/./conf:/etc/app \\');
  expect((await emit({ ...sampleProfile, volumes }, "--to", "docker-run")).stdout).toContain(
    "--volume ./conf:/etc/app",
  );
});

it("prints an expired proof with a warning", async () => {
  const provenOn = { ...sampleProvenOn, date: "2020-01-01", proveAgainAfter: "2020-04-01" };
  const old = await emit({ ...sampleProfile, provenOn }, "--to", "compose");
  expect(old.code).toBe(0);
  expect(old.stderr).toMatch(
    /^hullproof: the proof of profile\.json has expired: proven on 2020-01-01, \d+ days ago, and it was to be proven again after 2020-04-01\. Prove it again: hullproof verify --record profile\.json\n$/,
  );
  const json = await emit({ ...sampleProfile, provenOn }, "--to", "compose", "--format", "json");
  expect(JSON.parse(json.stdout)).toMatchObject({ proofs: [{ provenOn: "2020-01-01", expired: expect.any(String) }] });
});
