import { expect, it } from "vitest";
import { readAnyway } from "../../../test/read-anyway.ts";
import { bodyLine, bodyText } from "./body-text.ts";

it.each([
  ["RUN a && b", "a && b", "a && b"],
  ["RUN --mount=type=tmpfs,target=/x a \\\n  && b", "a   && b", "a   && b"],
  ["RUN a \\\n  # why\n\n  && b", "a   && b", "a   && b"],
  ["# escape=`\nFROM a\nRUN a `\n  && b", "a   && b", "a   && b"],
  ['RUN ["a", "b c"]', "a b c", "a b c"],
  ['RUN ["sh", "-c", "a \\"b\\" && \\u0063", "d"]', 'a "b" && c', 'sh -c a "b" && c d'],
  ["RUN <<E\na\n\n  b c\nE", "a && b c", "<<E"],
  ["RUN sh <<E && d\na\nE", "a", "sh <<E && d"],
])("%j is %j, and without heredocs %j", (text, withHeredoc, without) => {
  const dockerfile = readAnyway(text.includes("FROM") ? `${text}\n` : `FROM a\n${text}\n`);
  const run = dockerfile.instructions.findLast(({ keyword }) => keyword === "RUN");
  if (run === undefined) throw new Error("no RUN");
  expect([bodyText(dockerfile, run), bodyLine(dockerfile, run)]).toEqual([withHeredoc, without]);
});
