// The policies, evaluated: the pod that `emit --to kubernetes` writes is admitted, and each way to be more than the profile is refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { arbitraryProfile } from "../../../../test/emit/arbitrary-profile.ts";
import { policyOf, refusals } from "../../../../test/emit/admitted.ts";
import { pod, podOf, podProfile, podsBeyond, podsWithin, type Json } from "../../../../test/emit/pods-beyond.ts";
import { fullProfile, sampleProfile } from "../../../../test/emit/sample-profile.ts";
import admissionPolicy from "../emit/admission-policy.ts";
import kyverno from "../emit/kyverno.ts";

describe.each([admissionPolicy, kyverno] as const)("$name", (emitter) => {
  const spec = policyOf(emitter, podProfile);

  it.each(podsWithin)("admits the pod of emit --to kubernetes: %s", (_, one) => {
    expect(refusals(spec, one)).toEqual([]);
  });

  it("admits the deletion of a pod", () => {
    const going = pod((all) => (all["hostPID"] = true));
    expect(refusals(spec, { ...going, metadata: { name: "a", deletionTimestamp: "2026-01-01T00:00:00Z" } })).toEqual(
      [],
    );
  });

  it.each(podsBeyond)("refuses: %s (%#)", (message, other) => {
    expect(refusals(spec, other)).toContainEqual(expect.stringContaining(message));
  });

  it("admits the pod of any profile, and refuses each wider one", () => {
    fc.assert(
      fc.property(arbitraryProfile, (any) => {
        expect(refusals(policyOf(emitter, any), podOf(any))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

it("checks pods, ephemeral containers and resizes in labeled namespaces", () => {
  const [policy, binding] = parseAllDocuments(admissionPolicy.emit(sampleProfile).files[0]?.text ?? "").map(
    (one) => one.toJS() as Json,
  );
  expect(policy).toMatchObject({
    apiVersion: "admissionregistration.k8s.io/v1",
    spec: {
      failurePolicy: "Fail",
      matchConstraints: { resourceRules: [{ resources: ["pods", "pods/ephemeralcontainers", "pods/resize"] }] },
    },
  });
  expect(binding).toMatchObject({
    kind: "ValidatingAdmissionPolicyBinding",
    spec: {
      policyName: policy?.["metadata"].name,
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: { matchLabels: { "hullproof/profile": "app" } } },
    },
  });
  expect(parse(kyverno.emit(sampleProfile).files[0]?.text ?? "")).toMatchObject({
    apiVersion: "policies.kyverno.io/v1",
    kind: "ValidatingPolicy",
    spec: {
      validationActions: ["Deny"],
      matchConstraints: { namespaceSelector: { matchLabels: { "hullproof/profile": "app" } } },
    },
  });
});

it("reports what it cannot check", () => {
  const { losses } = admissionPolicy.emit(fullProfile);
  expect(losses.map(({ code }) => code)).toEqual(
    expect.arrayContaining([
      "seccomp-content",
      "any-image",
      "pids",
      "ephemeral-limits",
      "ulimit",
      "device",
      "network-none",
    ]),
  );
  expect(admissionPolicy.emit(fullProfile).files[0]?.text).toContain("never its content");
});
