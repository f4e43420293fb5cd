import { ownValue } from "../../../domain/own-value.ts";
import { quote } from "../../shared/evidence.ts";
import { fitsForm, formNames } from "./label-forms.ts";
import { stageLabels } from "../../../facts/dockerfile/labels.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/label-form",
  title: "Malformed label value",
  why:
    "`policy.labels` in hullproof.yaml says what each label holds: a URL, a time, a license, a commit, a version, an address. " +
    "A program that reads the label relies on that, and an empty or free text breaks it far away from here.",
  severity: "warning",
  needs: ["dockerfile", "policy", "variables"],
  fix: "none",
  also: [
    "hadolint/DL3051",
    "hadolint/DL3052",
    "hadolint/DL3053",
    "hadolint/DL3054",
    "hadolint/DL3055",
    "hadolint/DL3056",
    "hadolint/DL3058",
  ],
  examples: [
    {
      kind: "dockerfile",
      policy: { labels: { created: "rfc3339", licenses: "spdx" } },
      bad: "FROM debian:trixie-slim\nLABEL created=yesterday licenses=Apache2\n",
      good: "FROM debian:trixie-slim\nLABEL created=2026-11-24T12:00:00Z licenses=Apache-2.0\n",
    },
    {
      kind: "dockerfile",
      policy: { labels: { version: "semver", vendor: "text" } },
      bad: 'FROM debian:trixie-slim\nLABEL version=v1 vendor=""\n',
      good: 'FROM debian:trixie-slim\nLABEL version=1.0.0 vendor="Example"\n',
    },
  ],
  *check({ dockerfile, policy, variables }) {
    const forms = policy.labels ?? {};
    if (Object.keys(forms).length === 0) return "no labels are named in hullproof.yaml";
    for (const { key, value, span, instruction } of stageLabels(dockerfile)) {
      const form = key === undefined ? undefined : ownValue(forms, key);
      const labelValue = variables.expand(instruction, value);
      if (form === undefined || labelValue === undefined) continue;
      const empty = labelValue === "";
      if (!empty && fitsForm(form, labelValue)) continue;
      yield {
        message: empty
          ? `Label \`${key}\` is empty`
          : `Label \`${key}\` is \`${labelValue}\`, and has to be ${formNames[form]}`,
        at: span,
        evidence: [
          quote(dockerfile, instruction.span),
          { kind: "setting", pointer: `policy.labels.${key}`, value: form },
        ],
        about: { label: { form, empty } },
      };
    }
  },
});
