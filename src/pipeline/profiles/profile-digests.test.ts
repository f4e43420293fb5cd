import { expect, test } from "vitest";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { parseProfile } from "../../sources/profile/profile-file.ts";
import { profileDigests } from "./profile-digests.ts";

const digests = profileDigests(fullProfile);

test("are independent of key order, and survive writing and reading", () => {
  const workload = Object.fromEntries(
    Object.entries(fullProfile.workload).toReversed(),
  ) as unknown as Profile["workload"];
  expect(profileDigests({ ...fullProfile, workload })).toEqual(digests);
  expect(profileDigests(parseProfile(JSON.stringify(fullProfile)))).toEqual(digests);
  // The proof record and the name are not part of the digests.
  expect(profileDigests({ ...fullProfile, because: {}, image: { name: "other", digest: "x" } })).toEqual(digests);
});

test("change with a step and with a restriction, each its own digest", () => {
  const { workload } = fullProfile;
  const restarted = profileDigests({ ...fullProfile, workload: { ...workload, restart: !workload.restart } });
  expect(restarted.workloadDigest).not.toBe(digests.workloadDigest);
  expect(restarted.restrictionsDigest).toBe(digests.restrictionsDigest);
  const changes: readonly Partial<Profile>[] = [
    { pids: 17 },
    { readOnlyRootfs: false },
    { capabilities: { required: [], soft: [], unused: [] } },
    { tmpfs: [] },
  ];
  for (const change of changes) {
    const wider = profileDigests({ ...fullProfile, ...change });
    expect(wider.restrictionsDigest).not.toBe(digests.restrictionsDigest);
    expect(wider.workloadDigest).toBe(digests.workloadDigest);
  }
});
