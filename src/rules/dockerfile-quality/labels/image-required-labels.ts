import { ownValue } from "../../../domain/own-value.ts";
import { fitsForm, formNames } from "./label-forms.ts";
import { defineRule } from "../../rule.ts";

const key = "org.opencontainers.image.vendor";

export default defineRule({
  id: "build/image-required-labels",
  title: "Required label missing or malformed",
  why:
    "`policy.labels` in hullproof.yaml names the labels that every image of your organisation carries, and what they hold. The image is asked itself, so labels that the build sets from outside (docker build --label) count, " +
    "and those that an old base image handed down under a wrong value are seen.",
  severity: "warning",
  needs: ["configuration", "policy"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { policy: { labels: { team: "text" } } },
      good: { policy: { labels: {} } },
    },
    {
      kind: "image",
      bad: { policy: { labels: { [key]: "url" } }, config: { labels: { [key]: "Example" } } },
      good: { policy: { labels: { [key]: "url" } }, config: { labels: { [key]: "https://example.com" } } },
    },
  ],
  *check({ configuration, policy }) {
    const required = Object.entries(policy.labels ?? {});
    if (required.length === 0) return "no labels are named in hullproof.yaml";
    const { labels } = configuration;
    for (const [name, form] of required) {
      const value = ownValue(labels, name);
      if (value !== undefined && fitsForm(form, value)) continue;
      yield {
        message:
          value === undefined
            ? `Label \`${name}\` is missing`
            : `Label \`${name}\` is \`${value.slice(0, 200)}\`, and has to be ${formNames[form]}`,
        at: { setting: `Config.Labels.${name}` },
        evidence: [
          { kind: "setting", pointer: `Config.Labels.${name}`, value: value ?? "not set" },
          { kind: "setting", pointer: `policy.labels.${name}`, value: form },
        ],
      };
    }
  },
});
