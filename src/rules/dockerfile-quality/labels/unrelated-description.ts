import type { DockerfileFact, Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import { quote } from "../../shared/evidence.ts";
import { stageName } from "../../../facts/dockerfile/instruction-words.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/unrelated-description",
  title: "Malformed ARG or stage description comment",
  why: "`docker build --call=outline` and `--call=targets` show the comment above an ARG or a stage as its description, when it begins with the name. Asked for with `# check=experimental=...` only: keep other comments apart by an empty line.",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["buildkit/InvalidDefinitionDescription"],
  examples: [
    {
      kind: "dockerfile",
      bad: "# check=experimental=InvalidDefinitionDescription\n# the version to build\nARG VERSION=1\nFROM alpine:3.23\n",
      good: "# check=experimental=InvalidDefinitionDescription\n# VERSION to build\nARG VERSION=1\nFROM alpine:3.23\n",
    },
  ],
  *check({ dockerfile }) {
    if (!dockerfile.text.includes("experimental=")) return;
    const directivesEnd = endOfDirectives(dockerfile.text);
    const everywhere = asksForIt(dockerfile.text.slice(0, directivesEnd));
    for (const instruction of dockerfile.instructions) {
      const names = namesOf(instruction);
      if (names.length === 0) continue;
      const above = instruction.comments
        .filter(({ start }) => start >= directivesEnd && start < instruction.span.start)
        .map((span) => ({ span, text: dockerfile.text.slice(span.start + 1, span.end).trim() }));
      const last = above.at(-1);
      if (last === undefined || last.text === "" || names.includes(last.text.split(" ")[0] ?? "")) continue;
      if (!everywhere && !above.some(({ span }) => asksForIt(dockerfile.text.slice(span.start, span.end)))) continue;
      yield {
        message: `the comment above ${instruction.keyword} does not begin with ${names.join(" or ")}`,
        at: last.span,
        evidence: [quote(dockerfile, last.span)],
      };
    }
  },
});

function namesOf(instruction: Instruction): readonly string[] {
  if (instruction.onbuild) return [];
  if (instruction.keyword === "ARG") return instruction.words.map(({ text }) => text.split("=")[0] ?? "");
  const name = instruction.keyword === "FROM" ? stageName(instruction)?.name.text.toLowerCase() : undefined;
  return name === undefined ? [] : [name];
}

function asksForIt(text: string): boolean {
  return text.split("\n").some((line) => {
    const check = /#\s*check\s*=/i.exec(line);
    const lists = check === null ? [] : line.slice(check.index + check[0].length).split(/\bexperimental=/i);
    return lists
      .slice(1)
      .some((list) =>
        (/^[\w,\s]*/.exec(list)?.[0] ?? "")
          .split(",")
          .some((name, at) => /^(?:all|InvalidDefinitionDescription)\b/i.test(at === 0 ? name : name.trimStart())),
      );
  });
}

/** Parser directives are no comments. */
function endOfDirectives(text: DockerfileFact["text"]): number {
  return /^\uFEFF?(\s*#\s*(syntax|escape|check)\s*=[^\n]*(\n|$))*/i.exec(text)?.[0].length ?? 0;
}
