import { removeAt } from "../../../edits/yaml/remove.ts";
import { inFile, type Edited } from "../../../edits/yaml/edited.ts";
import { readYaml } from "../../../edits/yaml/yaml-text.ts";
import { quote, reference } from "../../shared/evidence.ts";
import type { Observation } from "../../observation.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/version-key",
  title: "version in a Compose file",
  why:
    "Docker Compose 2 reads no version: it warns and drops the key, and takes every file by the newest rules. The number says nothing of what the file may contain. " +
    "Only docker-compose 1, which has had no update since 2023, needs it.",
  severity: "info",
  onRequest: "half of all Compose files have it, and it does nothing",
  dialects: ["compose"],
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "docker compose starts the same container with a version and without, and calls the key obsolete",
  },
  fix: "suggested",
  also: ["dclint/no-version-field"],
  examples: [
    {
      kind: "compose",
      bad: 'version: "3.8"\nservices:\n  web:\n    image: example/web:1.4\n',
      good: "services:\n  web:\n    image: example/web:1.4\n",
    },
  ],
  *check({ containers }) {
    for (const [file, text] of containers.texts) {
      const yaml = readYaml(text);
      if ("refused" in yaml) continue;
      for (const found of text.matchAll(/^version[ \t]*:[^\r\n]*/gm)) {
        const { index: start } = found;
        const document = yaml.documents.findIndex(
          ({ range }) => range !== undefined && range[0] <= start && start < range[2],
        );
        const removed = removeAt(yaml, { document, path: ["version"] });
        const span = { start, end: start + found[0].trimEnd().length };
        yield {
          message: "`version` is read by no Docker Compose since 2: it warns and drops the key",
          at: { file, span },
          evidence: [
            quote({ file, text }, span),
            reference("The attribute `version` is obsolete, it will be ignored", "what docker compose 2.26 says"),
          ],
          ...howToFix(file, removed),
        };
      }
    }
  },
});

function howToFix(file: string, removed: Edited): Pick<Observation, "fix" | "notFixed"> {
  const fix = { title: "Remove the key", applicability: "suggested" } as const;
  if ("refused" in removed) return { notFixed: { ...fix, reason: removed.refused } };
  const {
    edits: [edit, ...more],
    data,
  } = inFile(file, removed);
  return edit === undefined ? {} : { fix: { ...fix, edits: [edit, ...more], data } };
}
