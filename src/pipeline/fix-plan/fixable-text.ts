import type { TextDialect } from "../../dialects/text-dialect.ts";
import { checkDialect } from "../judge/check-dialect.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";
import type { Fixable } from "./fix-texts.ts";

/** A file of a dialect and the files laid over it, which are fixed together. */
export function fixableText(dialect: TextDialect, work: DialectWork): Fixable {
  const { path, text, parts = [] } = work;
  return {
    path,
    texts: new Map([[path, text], ...parts.map((part) => [part.file, part.text] as const)]),
    secrets: () => dialect.secrets?.(work) ?? [],
    judge: (texts) =>
      checkDialect(dialect, {
        ...work,
        text: texts.get(path) ?? "",
        parts: parts.map(({ file, text: originalText }) => ({ file, text: texts.get(file) ?? originalText })),
      }),
    problem: (before, after, declared) => dialect.editProblem(work, before, after, declared),
  };
}
