import { expect, test } from "vitest";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { parseProfile } from "../../sources/profile/profile-file.ts";
import { profileDigests } from "./profile-digests.ts";

const digests = profileDigests(fullProfile);

test("a profile has the same digests whatever the order of its keys, and once it was written and read", () => {
  const workload = Object.fromEntries(
    Object.entries(fullProfile.workload).toReversed(),
  ) as unknown as Profile["workload"];
  expect(profileDigests({ ...fullProfile, workload })).toEqual(digests);
  expect(profileDigests(parseProfile(JSON.stringify(fullProfile)))).toEqual(digests);
  // What it was proven on, and what it is called, is no part of what was proven.
  expect(profileDigests({ ...fullProfile, because: {}, image: { name: "other", digest: "x" } })).toEqual(digests);
});

test("another step and another restriction are seen, each by its digest", () => {
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
