import type { Span } from "../../domain/finding/span.ts";
import type { Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { isAllowed, registryOf } from "../shared/registries.ts";

export default defineRule({
  id: "base-image/foreign-registry",
  title: "Image from a disallowed registry",
  why:
    "Whoever can push to the registry of a base image decides what runs in yours. `policy.registries` in hullproof.yaml names the ones your organisation trusts, " +
    "and every image that a build starts from, copies from or mounts has to come from one of them.",
  severity: "error",
  ofUser: true,
  needs: ["dockerfile", "policy"],
  fix: "none",
  also: ["hadolint/DL3026"],
  examples: [
    {
      kind: "dockerfile",
      policy: { registries: ["registry.example.com", "docker.io/library"] },
      bad: "FROM quay.io/someone/base:1\nCOPY --from=ghcr.io/other/tool:2 /tool /usr/bin/tool\n",
      good: "FROM debian:13-slim AS build\nFROM registry.example.com/team/base:1\nCOPY --from=build /tool /usr/bin/tool\n",
    },
    {
      kind: "dockerfile",
      policy: { registries: ["*.example.com"] },
      bad: "FROM python:3.13-slim\n",
      good: "FROM registry.example.com/python:3.13-slim\n",
    },
  ],
  *check({ dockerfile, policy }) {
    const { registries } = policy;
    if (registries === undefined || registries.length === 0) return "no registries are named in hullproof.yaml";
    const names = new Set<string>();
    let unknown: string | undefined;
    for (const stage of dockerfile.stages) {
      for (const { image, span } of imagesOf(stage, names)) {
        if (image.includes("$")) unknown = image;
        if (image.includes("$") || isAllowed(image, registries)) continue;
        yield {
          message: `\`${image}\` comes from ${registryOf(image).registry}, which hullproof.yaml does not allow`,
          at: span,
          evidence: [
            quote(dockerfile, span),
            { kind: "setting", pointer: "policy.registries", value: registries.join(", ") },
          ],
        };
      }
      if (stage.name !== undefined) names.add(stage.name.toLowerCase());
    }
    if (unknown !== undefined) return `only the build knows which image \`${unknown}\` is`;
  },
});

/** Images that a stage starts from, copies from or mounts; earlier stages are not. */
function* imagesOf(
  { base, instructions }: Stage,
  names: ReadonlySet<string>,
): Generator<{ image: string; span: Span }> {
  if (base.kind === "image") yield { image: base.name ?? base.text, span: base.span };
  if (base.kind === "unresolved") yield { image: base.text, span: base.span };
  for (const instruction of instructions) {
    for (const { image, span } of takenFrom(instruction)) {
      if (!names.has(image.toLowerCase()) && !/^\d+$/.test(image) && image !== "scratch") yield { image, span };
    }
  }
}

function takenFrom({ keyword, flags }: Instruction): { image: string; span: Span }[] {
  return flags.flatMap(({ name, value = "", span }) => {
    if (keyword === "COPY" && name === "from") return [{ image: value, span }];
    if (keyword !== "RUN" || name !== "mount" || !value.includes("from=")) return [];
    const image = /(?:^|,)\s*from=([^,]*)/i.exec(value)?.[1]?.trim();
    return image === undefined || image === "" ? [] : [{ image, span }];
  });
}
