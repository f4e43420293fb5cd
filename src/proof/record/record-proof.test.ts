import { expect, test } from "vitest";
import { sampleProvenOn } from "../../../test/emit/proven-on.ts";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { recordProof } from "./record-proof.ts";
import { standingOf, type ProfileUse } from "./proof-validity.ts";

const { date: _date, proveAgainAfter: _again, ...setting } = sampleProvenOn;
const here: ProfileUse = { ...setting, imageId: "sha256:any" };
const podman: ProfileUse = { ...here, engine: { name: "Podman Engine", version: "5.4.2" } };
const today = "2026-11-28";

test("gives a first proof 90 days or the requested time, and a later one the previous time", () => {
  expect(recordProof(fullProfile, here, today).provenOn).toMatchObject({ date: today, proveAgainAfter: "2027-02-26" });
  const month = recordProof(fullProfile, here, today, 30);
  expect(month.provenOn?.proveAgainAfter).toBe("2026-12-28");
  expect(recordProof(month, here, "2026-12-20").provenOn?.proveAgainAfter).toBe("2027-01-19");
  expect(month.provenOn).not.toHaveProperty("imageId");
  // A nonsensical end of an edited file is not carried on.
  const edited: Profile = { ...fullProfile, provenOn: { ...sampleProvenOn, proveAgainAfter: "1999-01-01" } };
  expect(recordProof(edited, here, today).provenOn?.proveAgainAfter).toBe("2027-02-26");
});

test("keeps the record of another machine, and replaces that of the same one", () => {
  const first = recordProof(fullProfile, here, "2026-11-01");
  expect(recordProof(first, here, today).alsoProvenOn).toBeUndefined();
  const both = recordProof(first, podman, today);
  expect([both.provenOn?.engine.name, both.alsoProvenOn?.map(({ date }) => date)]).toEqual([
    "Podman Engine",
    ["2026-11-01"],
  ]);
  const back = recordProof(both, here, "2026-12-01");
  expect([back.provenOn?.date, back.alsoProvenOn?.map(({ engine }) => engine.name)]).toEqual([
    "2026-12-01",
    ["Podman Engine"],
  ]);
});

test("drops records of another image, workload or restriction", () => {
  const first = recordProof(fullProfile, here, "2026-11-01");
  const image = { ...here.image, configDigest: `sha256:${"ee".repeat(32)}` };
  expect(recordProof(first, { ...podman, image }, today).alsoProvenOn).toBeUndefined();
  for (const changed of ["workloadDigest", "restrictionsDigest"] as const)
    expect(
      recordProof(first, { ...podman, [changed]: `sha256:${"ee".repeat(32)}` }, today).alsoProvenOn,
    ).toBeUndefined();
});

test("keeps at most twenty others, and drops the oldest", () => {
  let profile: Profile = fullProfile;
  for (let version = 1; version <= 30; version++)
    profile = recordProof(profile, { ...here, kernel: `6.${version}` }, today);
  expect(profile.alsoProvenOn?.map(({ kernel }) => kernel)).toEqual(
    Array.from({ length: 20 }, (_, index) => `6.${29 - index}`),
  );
  expect(standingOf(profile, { ...here, kernel: "6.15" }, today).machine.differences).toEqual([]);
});
