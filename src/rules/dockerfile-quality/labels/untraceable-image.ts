import { ownValue } from "../../../domain/own-value.ts";
import { defineRule } from "../../rule.ts";

const source = "org.opencontainers.image.source";
const revision = "org.opencontainers.image.revision";

export default defineRule({
  id: "build/untraceable-image",
  title: "Source or revision label missing",
  why:
    "When something is wrong with a running container, the first question is which source made it. The labels `org.opencontainers.image.source` and `org.opencontainers.image.revision` answer it, " +
    "to people and to the tools that update images. docker build --label sets them without a line in the Dockerfile.",
  severity: "info",
  needs: ["configuration"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { config: { labels: {} } },
      good: { config: { labels: { [source]: "https://git.example.com/team/app", [revision]: "1f3a9c2" } } },
    },
  ],
  *check({ configuration }) {
    const { labels } = configuration;
    const missingLabels = [source, revision].filter((key) => (ownValue(labels, key) ?? "") === "");
    if (missingLabels.length === 0) return;
    yield {
      message: `Nothing in the image says ${missingLabels.length === 2 ? "what source and revision" : missingLabels[0] === source ? "what source" : "which revision"} it was built from: ${missingLabels.join(" and ")} ${missingLabels.length === 1 ? "is" : "are"} not set`,
      at: { setting: "Config.Labels" },
      evidence: [{ kind: "setting", pointer: "Config.Labels", value: Object.keys(labels).join(", ") || "none" }],
    };
  },
});
