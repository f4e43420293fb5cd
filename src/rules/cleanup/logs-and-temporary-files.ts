import { leftoversAmong } from "./leftovers.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "cleanup/logs-and-temporary-files",
  title: "Build logs and temporary files in the image",
  why:
    "What a build wrote to /tmp and /var/log is its own affair: no one reads it in a container, and it may hold what the build downloaded or a command line with a token. " +
    "Remove it in the RUN that wrote it, or mount a tmpfs there: RUN --mount=type=tmpfs,target=/tmp.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: { leftovers: [{ kind: "log", path: "/tmp", bytes: 2400000, files: 4, layer: 3 }] },
      },
      good: { image: { leftovers: [] } },
    },
  ],
  *check({ layers }) {
    yield* leftoversAmong(layers, {
      kinds: ["log", "temporary"],
      what: "logs and temporary files",
      from: 100_000,
    });
  },
});
