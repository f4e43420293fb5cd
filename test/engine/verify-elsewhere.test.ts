// What verify says of a profile on the machine that it was proven on, and on one that is made to look like another.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainProfile } from "../asks-for.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { ProvenOn } from "../../src/domain/profile/proven-on.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { readProofEnvironment } from "../../src/pipeline/profiles/proof-environment.ts";
import { recordProof } from "../../src/proof/record/record-proof.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { daysLater } from "../../src/text/age.ts";
import { get, proofImage, serve, webWorkload } from "./proof-image.ts";
import { long } from "../long.ts";

let session: EngineSession;
let proven: Profile;
const today = new Date().toISOString().slice(0, 10);
beforeAll(async () => {
  session = await openEngineSession(await connect());
  const files = [{ path: "www/index.html", content: "hello\n" }];
  const { image, imageSummary } = await proofImage(session, "elsewhere", `echo up; ${serve}`, { files });
  const workload = webWorkload({ steps: [get("/", 200, "^hello")], restart: false });
  const profile = {
    ...plainProfile,
    image: { name: image, digest: imageSummary.id },
    workload,
    user: { uid: 1000, gid: 1000 },
    pids: 64,
  } as Profile;
  proven = recordProof(profile, await readProofEnvironment(session, image, imageSummary, profile), today, 30);
});
afterAll(() => session[Symbol.asyncDispose]());

/** As a user calls it. */
async function verify(profile: Profile, ...args: readonly string[]) {
  await using folder = await folderOf({ "profile.json": JSON.stringify(profile) });
  const result = await cli(["verify", "--format", "json", "--progress", "plain", ...args, "profile.json"], {
    cwd: folder.path,
  });
  const after = JSON.parse(await readFile(join(folder.path, "profile.json"), "utf8")) as Profile;
  const report = result.stdout === "" ? undefined : (JSON.parse(result.stdout) as Report);
  return { ...result, after, proof: report?.proof };
}
const edited = (change: Partial<ProvenOn>): Profile => ({ ...proven, provenOn: { ...proven.provenOn!, ...change } });

test("on the same machine nothing differs, and a proof of today is current", async () => {
  const { code, stderr, proof, after } = await verify(proven, "--expired-after", "1d");
  expect({ code, trouble: stderr.includes("proven on") }).toEqual({ code: 0, trouble: false });
  expect(proof?.validity).toMatchObject({
    age: { provenOn: today, days: 0, proveAgainAfter: daysLater(today, 30) },
    machine: { image: { same: "yes" }, differences: [], unrecorded: [] },
  });
  expect(proof?.proofs[0]?.verdict).toBe("holds");
  expect(after).toEqual(proven);
});

test("another machine is described before anything runs, and the trials decide", async () => {
  const other = edited({
    engine: { name: "Another Engine", version: "9" },
    cgroup: { version: proven.provenOn?.cgroup.version === 1 ? 2 : 1, driver: proven.provenOn?.cgroup.driver ?? "" },
    kernel: "2.6.32",
  });
  const { code, stderr, proof } = await verify(other);
  expect(code).toBe(0);
  const lines = stderr.split("\n");
  const at = (word: RegExp) => lines.findIndex((line) => word.test(line));
  for (const line of [
    /^standing +engine: proven on Another Engine 9, here /u,
    /^standing +cgroup version: /u,
    /^standing +kernel: proven on 2\.6\.32/u,
  ]) {
    expect(at(line)).toBeGreaterThanOrEqual(0);
    expect(at(line)).toBeLessThan(at(/^(?:baseline|verify)/u));
  }
  expect(proof?.validity?.machine?.differences.map(({ what }) => what)).toEqual(["engine", "cgroup version", "kernel"]);
  expect(proof?.proofs[0]?.verdict).toBe("holds");
});

test("an old proof is refused without a run; recorded again it is current, and both machines stay", async () => {
  const old = edited({ date: "2026-01-01", proveAgainAfter: "2026-01-31", kernel: "2.6.32" });
  const refused = await verify(old, "--expired-after", "100y");
  expect({ code: refused.code, trials: refused.proof?.trials, after: refused.after }).toEqual({
    code: 1,
    trials: [],
    after: old,
  });
  expect(refused.proof?.validity?.age.expired).toContain("2026-01-31");

  const { code, after } = await verify(old, "--record", "--expired-after", "100y");
  expect(code).toBe(0);
  // As long as the last time.
  expect(after.provenOn).toMatchObject({ date: today, proveAgainAfter: daysLater(today, 30) });
  expect(after.alsoProvenOn?.map(({ kernel, date }) => [kernel, date])).toEqual([["2.6.32", "2026-01-01"]]);
  expect((await verify(after, "--expired-after", "1d")).proof?.validity?.machine?.differences).toEqual([]);
});

test.runIf(long)("what breaks is not recorded", async () => {
  const broken = { ...edited({ kernel: "2.6.32" }), pids: 1 };
  const { code, after } = await verify(broken, "--record");
  expect({ code, after }).toEqual({ code: 1, after: broken });
});

test.runIf(long)("a profile of an earlier version is verified, and what it does not say is listed", async () => {
  const { provenOn: _, ...earlier } = proven;
  const { code, stderr, proof } = await verify(earlier);
  expect(code).toBe(0);
  expect(proof?.validity?.machine).toMatchObject({ image: { same: "yes", by: "image id" } });
  expect(stderr).toMatch(/^standing +The profile does not say on what it was proven.*runtime/mu);
  expect((await verify(earlier, "--expired-after", "30d")).code).toBe(1);
});

test("--explain-environment runs nothing and says the same", async () => {
  await using folder = await folderOf({});
  const file = join(folder.path, "profile.json");
  await writeFile(file, JSON.stringify(edited({ runtime: { name: "another", version: "1" } })));
  const { code, stdout } = await cli(["verify", "--explain-environment", file]);
  expect(code).toBe(0);
  expect(stdout.replaceAll(/\s+/gu, " ")).toMatch(/Proof validity .* runtime: proven on another 1, here /u);
  const json = await cli(["verify", "--explain-environment", "--format", "json", file]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    engine: { imageStore: expect.any(String) },
    validity: { machine: {} },
  });
});

test("what is no age is bad usage", async () => {
  for (const age of ["0d", "soon", "30"]) expect((await verify(proven, "--expired-after", age)).code).toBe(2);
});
