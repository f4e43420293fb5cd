import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/insecure-registry",
  title: "Insecure registry allowed by the engine",
  why:
    "`insecure-registries` lets the engine speak plain HTTP, or take any certificate: whoever sits between the two hands out an image of their own under the name that was asked for. " +
    "A tag can't show that; only a digest can.",
  severity: "warning",
  needs: ["engine"],
  premise: {
    kind: "engine",
    shows: "an engine speaks plain HTTP to a registry that its settings trust, and refuses another that does",
  },
  fix: "none",
  also: ["cis-docker/2.5"],
  examples: [
    {
      kind: "running",
      bad: { engine: { insecureRegistries: ["registry.example:5000"] } },
      good: { engine: { insecureRegistries: [] } },
    },
  ],
  *check({ engine }) {
    for (const registry of engine.insecureRegistries) {
      yield {
        message: `Images of \`${registry}\` are pulled without checking who hands them out`,
        at: { setting: "insecure-registries" },
        evidence: [{ kind: "setting", pointer: "RegistryConfig", value: registry }],
      };
    }
  },
});
