// The policy, loaded into the admission plugin of k8s.io/apiserver: what an API server itself says of pods. test/README.md has where its Go packages come from.
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import admissionPolicy from "../../src/dialects/kubernetes/emit/admission-policy.ts";
import { arbitraryProfile } from "../emit/arbitrary-profile.ts";
import { pod, podOf, podProfile, podsBeyond, podsWithin, type Json } from "../emit/pods-beyond.ts";

const root = process.env["HULLPROOF_KUBERNETES_GO"];

interface Request {
  readonly pod: Json;
  readonly old?: Json;
  readonly subresource?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

describe.skipIf(root === undefined)("a ValidatingAdmissionPolicy in the plugin of an API server", () => {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-plugin-"));
  const program = join(folder, "plugin");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    const source = join(import.meta.dirname, "admission-plugin/main.go");
    const env = {
      ...process.env,
      GO111MODULE: "off",
      GOTOOLCHAIN: "local",
      GOPATH: join(root ?? "", "usr/share/gocode"),
    };
    execFileSync(process.env["GO"] ?? "go", ["build", "-o", program, source], { env, stdio: "pipe" });
  }, 3_600_000);

  /** What the plugin answers to each, "" where it admits; the types of all expressions are those of a pod. */
  async function answers(profile: Profile, requests: readonly Request[]): Promise<string[]> {
    const policy = admissionPolicy.emit(profile).files[0]?.text ?? "";
    const label = /hullproof\/profile: "?([\w-]+)/.exec(policy)?.[1] ?? "";
    const asked = requests.map((one) => ({ labels: { "hullproof/profile": label }, ...one }));
    const child = promisify(execFile)(program, { maxBuffer: 1 << 26 });
    child.child.stdin?.end(JSON.stringify({ policy, requests: asked }));
    const answer = JSON.parse((await child).stdout) as { warnings: unknown; answers: string[] };
    expect(answer.warnings).toBeNull();
    return answer.answers;
  }

  test("admits the profile's pods, refuses those that go beyond, and leaves other namespaces alone", async () => {
    const inside = await answers(
      podProfile,
      podsWithin.map(([, one]) => ({ pod: one })),
    );
    expect(inside).toEqual(podsWithin.map(() => ""));
    const outside = await answers(
      podProfile,
      podsBeyond.map(([, one]) => ({ pod: one })),
    );
    for (const [at, [message]] of podsBeyond.entries()) expect(outside[at]).toContain(message);
    const elsewhere = await answers(
      podProfile,
      podsBeyond.map(([, one]) => ({ pod: one, labels: {} })),
    );
    expect(elsewhere).toEqual(podsBeyond.map(() => ""));
  });

  test("looks at ephemeral containers and resizes of pods that run, and lets go what is deleted", async () => {
    const old = podOf(podProfile);
    const debugged = pod((spec) => (spec["ephemeralContainers"] = [{ name: "debug", image: "busybox" }]));
    const larger = pod((spec) => (spec["containers"][0].resources.limits.memory = "1Gi"));
    const going = {
      ...pod((spec) => (spec["hostPID"] = true)),
      metadata: { name: "a", deletionTimestamp: "2026-01-01T00:00:00Z" },
    };
    const [debug, resize, status, gone] = await answers(podProfile, [
      { pod: debugged, old, subresource: "ephemeralcontainers" },
      { pod: larger, old, subresource: "resize" },
      { pod: larger, old, subresource: "status" },
      { pod: going, old },
    ]);
    expect(debug).toContain("runAsUser");
    expect(resize).toContain("memory limit");
    expect([status, gone]).toEqual(["", ""]);
  });

  test("admits the pod of any profile", async () => {
    for (const profile of fc.sample(arbitraryProfile, 40))
      expect(await answers(profile, [{ pod: podOf(profile) }])).toEqual([""]);
  });
});
