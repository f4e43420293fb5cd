import { imageReference } from "../../facts/container-spec/image-reference.ts";
import type { ContainerSpecs } from "../../domain/container/container-spec.ts";
import { evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/tag-drift",
  title: "Built and started tags differ",
  why:
    "The text builds an image under one tag and starts the same name under another: what runs is an older build, what a registry has under that name, or nothing. " +
    "Build and start one tag, best from one variable.",
  severity: "warning",
  dialects: ["docker", "podman", "nerdctl", "compose"],
  needs: ["containers"],
  premise: { kind: "engine", shows: "after a build under tag 2, the name with tag 1 starts what was built before" },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker build -t web:1.5 .\ndocker run --rm web:1.4\n",
      good: "docker build -t web:1.5 -t web:latest .\ndocker run --rm web:1.5\ndocker run --rm web\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    build: .\n    image: example/web:1.5\n  migrate:\n    image: example/web:1.4\n    command: migrate\n",
      good: "services:\n  web:\n    build: .\n    image: example/web:1.5\n  migrate:\n    image: example/web:1.5\n    command: migrate\n",
    },
  ],
  *check({ containers }) {
    const built = builtTags(containers);
    for (const { image, build, fragment } of containers.containers) {
      const imageRef = image && build === undefined && fragment !== true ? imageReference(image.value) : undefined;
      if (image === undefined || imageRef === undefined || imageRef.digest !== undefined) continue;
      const { name, tag = "latest" } = imageRef;
      const tags = built.get(name);
      if (tags === undefined || tags.has(tag)) continue;
      const otherTags = [...tags].map((one) => `\`${name}:${one}\``).join(", ");
      yield {
        message: `\`${image.written ?? image.value}\` is not what is built here (${otherTags})`,
        at: placeOf(image),
        evidence: [
          ...evidenceOf(containers, image),
          { kind: "setting", pointer: "built", value: otherTags.replaceAll("`", "") },
          reference(
            "A build names its result with the tags that it is given, and no others",
            "docs.docker.com, docker buildx build, --tag",
          ),
        ],
      };
    }
  },
});

/** Tags by name: of services that are built, and of builds in the text of a document that names its image without a registry. */
function builtTags({ containers, texts, dialects }: ContainerSpecs): ReadonlyMap<string, ReadonlySet<string>> {
  const names = containers.flatMap(({ build, image }) =>
    build !== undefined && image !== undefined ? [image.value] : [],
  );
  // Images that a separate command tags or pulls may have any tag.
  const document = dialects.includes("compose") ? "" : [...texts.values()].join("\n");
  if (!/\b(?:docker|podman) (?:tag|pull|push|load|import)\b/.test(document))
    for (const [, name] of document.matchAll(
      /[ \t](?:-t|--tag)[ =]["']?([a-z0-9][\w.-]{0,100}(?::[\w.-]{1,100})?)["']?(?=\s)/g,
    ))
      if (name !== undefined && /\bbuild\b/.test(document)) names.push(name);
  const tags = new Map<string, Set<string>>();
  for (const name of names) {
    const imageRef = imageReference(name);
    if (imageRef === undefined) continue;
    tags.set(imageRef.name, (tags.get(imageRef.name) ?? new Set()).add(imageRef.tag ?? "latest"));
  }
  return tags;
}
