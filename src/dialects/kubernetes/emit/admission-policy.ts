import type { Emitter } from "../../emitter.ts";
import { policyParts } from "../admission/policy-parts.ts";
import type { TargetVersions } from "../../versions/target-version.ts";
import { yamlText } from "../../text/yaml-text.ts";

/** `admissionregistration.k8s.io/v1` has had them since 1.30. */
const versions: TargetVersions = {
  flag: "kubernetes",
  product: "Kubernetes",
  default: "1.35",
  oldest: "1.30",
  newest: "1.37",
};

export default {
  name: "admission-policy",
  title: "ValidatingAdmissionPolicy that admits only this profile",
  says: "policy",
  syntax: "text",
  always: [],
  asked: true,
  versions,
  emit(profile, options = {}) {
    const parts = policyParts({ name: "admission-policy", versions }, profile, options);
    const { name, label, matchConstraints, matchConditions, variables, validations, comments, losses } = parts;
    const policy = yamlText({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: { failurePolicy: "Fail", matchConstraints, matchConditions, variables, validations },
    });
    const binding = yamlText({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: label } },
      },
    });
    const text = [...comments, policy, "---", binding, ""].join("\n");
    return { files: [{ name: "admission-policy.yaml", what: "what a cluster admits", text }], losses };
  },
} satisfies Emitter;
