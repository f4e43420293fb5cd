import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/version-key",
  title: "Obsolete Compose version key",
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
    for (const [file, text] of containers.texts)
      for (const { index: start, 0: line } of text.matchAll(/^version[ \t]*:[^\r\n]*(?:\r?\n)?/gm)) {
        const span = { start, end: start + line.trimEnd().length };
        const comment = line.indexOf(" #") + 1;
        yield {
          message: "`version` is read by no Docker Compose since 2: it warns and drops the key",
          at: { file, span },
          evidence: [
            quote({ file, text }, span),
            reference("The attribute `version` is obsolete, it will be ignored", "what docker compose 2.26 says"),
          ],
          fix: {
            title: "Remove the key",
            applicability: "suggested",
            edits: [{ file, span: { start, end: start + line.length }, text: "" }],
            data: [{ file, document: documentAt(text, start), path: ["version"], made: "gone" }],
            ...(comment > 0 && { comments: [{ file, text: line.slice(comment).trimEnd() }] }),
          },
        };
      }
  },
});

/** 0-based, of the documents in a text: a mark before the first of them begins none. */
function documentAt(text: string, at: number): number {
  const [first = "", ...more] = text.slice(0, at).split(/^---(?=\s|$)/m);
  return more.length - (/^[^#\s]/m.test(first) ? 0 : Math.min(1, more.length));
}
