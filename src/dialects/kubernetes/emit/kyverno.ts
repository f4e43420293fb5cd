import type { Emitter } from "../../emitter.ts";
import { policyParts } from "../admission/policy-parts.ts";
import type { TargetVersions } from "../../versions/target-version.ts";
import { yamlText } from "../../text/yaml-text.ts";

/** Versions of Kubernetes with expressions that current Kyverno releases support. */
const versions: TargetVersions = {
  flag: "kubernetes",
  product: "Kubernetes",
  default: "1.35",
  oldest: "1.30",
  newest: "1.37",
};

export default {
  name: "kyverno",
  title: "ValidatingPolicy of Kyverno that admits only this profile",
  says: "policy",
  syntax: "text",
  always: [],
  asked: true,
  versions,
  emit(profile, options = {}) {
    const parts = policyParts({ name: "kyverno", versions }, profile, options);
    const { name, label, matchConstraints, matchConditions, variables, validations, comments, losses } = parts;
    const policy = yamlText({
      apiVersion: "policies.kyverno.io/v1",
      kind: "ValidatingPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        validationActions: ["Deny"],
        matchConstraints: { ...matchConstraints, namespaceSelector: { matchLabels: label } },
        matchConditions,
        variables,
        validations,
      },
    });
    const text = [...comments, policy, ""].join("\n");
    return { files: [{ name: "kyverno-policy.yaml", what: "what Kyverno admits", text }], losses };
  },
} satisfies Emitter;
