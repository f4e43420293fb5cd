// The main job on the Python example, and verify of what it learned.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { removeTag } from "../../src/sources/engine/images/images.ts";
import { hardenedExample } from "./hardened-example.ts";

const tag = `hullproof-test/app-python:${process.pid}`;
const { folder, cli } = await hardenedExample("python", "--tag", tag);
afterAll(async () => removeTag(await connect(), tag));

describe("verify", () => {
  const profileFile = join(folder, "profile.json");

  it("holds for the profile that was learned", async () => {
    const { code, stdout } = await cli(["verify", "--image", tag, profileFile]);
    expect(code, stdout).toBe(0);
  });

  it("breaks for a profile that lacks a needed writable path, and names it", async () => {
    const profile = JSON.parse(readFileSync(profileFile, "utf8")) as Profile;
    const [needed] = profile.tmpfs;
    if (needed === undefined) throw new Error("the example needs a writable path");
    const broken = join(folder, "broken.json");
    writeFileSync(broken, JSON.stringify({ ...profile, tmpfs: profile.tmpfs.slice(1) }));
    const { code, stdout } = await cli(["verify", "--format", "json", "--image", tag, broken]);
    expect(code).toBe(1);
    const proof = (JSON.parse(stdout) as Report).proof?.proofs[0];
    expect(proof?.verdict).toBe("breaks");
    expect(`${proof?.culprit} ${proof?.detail}`).toContain(needed.path);
  });
});
