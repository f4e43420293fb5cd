import { defineRule } from "../rule.ts";
import { isAllowed, registryOf } from "../shared/registries.ts";

const key = "org.opencontainers.image.base.name";

export default defineRule({
  id: "base-image/label-names-foreign-base",
  title: "Base-image label names a disallowed registry",
  why:
    "Whoever can push to the registry of a base image decides what runs in yours. Where the Dockerfile is not at hand, the label `org.opencontainers.image.base.name` tells what an image was built from, " +
    "and `policy.registries` in hullproof.yaml which registries your organisation trusts.",
  severity: "error",
  ofBase: true,
  needs: ["configuration", "policy"],
  fix: "none",
  also: ["cis-docker/4.2"],
  examples: [
    {
      kind: "image",
      bad: {
        policy: { registries: ["registry.example.com"] },
        config: { labels: { [key]: "quay.io/someone/base:1" } },
      },
      good: {
        policy: { registries: ["registry.example.com"] },
        config: { labels: { [key]: "registry.example.com/base:1" } },
      },
    },
  ],
  *check({ configuration, policy: { registries = [] } }) {
    if (registries.length === 0) return "no registries are named in hullproof.yaml";
    const base = configuration.labels[key];
    if (base === undefined || base === "") return `the image has no label ${key}`;
    if (base === "scratch" || isAllowed(base, registries)) return;
    yield {
      message: `The base \`${base.slice(0, 200)}\` comes from ${registryOf(base).registry.slice(0, 200)}, which hullproof.yaml does not allow`,
      at: { setting: `Config.Labels.${key}` },
      evidence: [
        { kind: "setting", pointer: `Config.Labels.${key}`, value: base },
        { kind: "setting", pointer: "policy.registries", value: registries.join(", ") },
      ],
    };
  },
});
