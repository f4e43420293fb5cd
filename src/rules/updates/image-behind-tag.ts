import { defineRule } from "../rule.ts";

export default defineRule({
  id: "updates/image-behind-tag",
  title: "Container behind its image tag",
  why:
    "`docker pull` and a build move a tag to another image, and containers go on with the one that they were made of. Fixes of the new image reach a service only once it is made again: " +
    "`docker compose up -d`, or the run line that made it.",
  severity: "warning",
  needs: ["running"],
  premise: {
    kind: "engine",
    shows:
      "a container goes on with the program that it was made of after its tag was moved, and a new one has the other",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "running",
      bad: { running: { image: { name: "example/web:1.4", id: "sha256:aaaa", now: "sha256:bbbb" } } },
      good: { running: { image: { name: "example/web:1.4", id: "sha256:aaaa", now: "sha256:aaaa" } } },
    },
  ],
  *check({ running }) {
    const { name, id, now } = running.image;
    // A missing name, or a name that this engine never had, shows no newer image.
    if (now === undefined || now === id) return;
    yield {
      message: `\`${name}\` means another image on this engine by now, and the container goes on with the old one`,
      at: { setting: "Image" },
      evidence: [
        { kind: "setting", pointer: "Image", value: id },
        { kind: "setting", pointer: name, value: now },
      ],
    };
  },
});
