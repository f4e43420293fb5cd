import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/compose-refused",
  title: "Invalid Compose project",
  why:
    "Docker Compose reads and merges all files before it starts anything, and one value that it refuses ends the call for every service: a limit said twice with two amounts, a volume that no one declares, " +
    "a target that is mounted twice. What can be read is judged all the same. Where a variable without a value decides, the rule is skipped.",
  severity: "error",
  dialects: ["compose"],
  needs: ["composeRefusals"],
  premise: {
    kind: "refusal",
    by: "docker compose",
    words: ["can't set distinct values on", "refers to undefined volume"],
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    mem_limit: 512m\n    deploy:\n      resources:\n        limits:\n          memory: 256m\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    deploy:\n      resources:\n        limits:\n          memory: 256m\n",
    },
    {
      kind: "compose",
      bad: "services:\n  db:\n    image: example/db:16.4\n    volumes:\n      - data:/var/lib/db\n",
      good: "services:\n  db:\n    image: example/db:16.4\n    volumes:\n      - data:/var/lib/db\nvolumes:\n  data:\n",
    },
  ],
  *check({ composeRefusals }) {
    for (const { problem, span } of composeRefusals.refusals) {
      const line = firstLine(composeRefusals.text, span);
      yield {
        message: `Docker Compose refuses this project: ${problem}`,
        at: line,
        evidence: [
          quote(composeRefusals, line),
          reference(
            "read and merged as Docker Compose does it; its answers were compared",
            "test/engine/compose-model.test.ts",
          ),
        ],
      };
    }
  },
});

function firstLine(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const lineEnd = text.indexOf("\n", start);
  return { start, end: lineEnd === -1 ? end : Math.min(end, lineEnd) };
}
