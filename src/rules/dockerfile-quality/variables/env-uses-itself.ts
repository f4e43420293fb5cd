import type { Span } from "../../../domain/finding/span.ts";
import type { Instruction } from "../../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/env-uses-itself",
  title: "ENV reference to a variable of the same line",
  why: "All values of one ENV are worked out before any of them is set: in `ENV A=1 B=$A`, B gets what A was before the line, mostly nothing. Set the first variable in an ENV of its own.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3044"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM alpine:3.23\nENV APP_HOME=/app APP_BIN=$APP_HOME/bin\n",
      good: "FROM alpine:3.23\nENV APP_HOME=/app\nENV APP_BIN=$APP_HOME/bin\n",
    },
  ],
  *check({ dockerfile }) {
    if (!dockerfile.instructions.some(mayUseItself)) return;
    // Names that were set before, in the whole file.
    const earlierNames = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      const { keyword, onbuild, words, span } = instruction;
      if (onbuild || (keyword !== "ENV" && keyword !== "ARG")) continue;
      const pairs = pairsOf(instruction);
      for (const { name, place, exact } of mayUseItself(instruction) ? crossReferences(pairs, earlierNames) : []) {
        yield {
          message: `${name} is set in this very ENV: what stands for it here is its value before the line`,
          at: place,
          evidence: [
            quote(dockerfile, span),
            reference(
              "a variable keeps one value for the whole instruction",
              "Dockerfile reference, Environment replacement",
            ),
          ],
          about: { plain: exact },
        };
      }
      const legacy = keyword === "ENV" && words[0]?.text.includes("=") !== true;
      for (const { name } of legacy ? pairs.slice(0, 1) : pairs) earlierNames.add(name);
    }
  },
});

/** An ENV of several pairs with a variable in it. */
function mayUseItself({ keyword, onbuild, words, args }: Instruction): boolean {
  return (
    keyword === "ENV" && !onbuild && words.length > 1 && args.includes("$") && words[0]?.text.includes("=") === true
  );
}

function pairsOf({ words }: Instruction): Pair[] {
  return words.map(({ text, span }) => {
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    return { name, value: equals === -1 ? "" : text.slice(equals + 1), span };
  });
}

interface Pair {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** Names that a value of another pair uses; `exact` for the two plain forms, `$A` and `${A}`. */
function* crossReferences(
  pairs: readonly Pair[],
  earlierNames: ReadonlySet<string>,
): Generator<{ name: string; place: Span; exact: boolean }> {
  const setBy = new Map<string, number[]>();
  pairs.forEach(({ name }, index) => setBy.set(name, [...(setBy.get(name) ?? []).slice(-1), index]));
  for (const [index, { value, span }] of pairs.entries()) {
    if (!value.includes("$")) continue;
    for (const [, plainName, braced, form = ""] of value.matchAll(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)([^}]?))/g)) {
      const name = plainName ?? braced ?? "";
      const isSetByOther = setBy.get(name)?.some((other) => other !== index) ?? false;
      if (isSetByOther && !earlierNames.has(name)) yield { name, place: span, exact: form === "" };
    }
  }
}
