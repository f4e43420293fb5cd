import type { DataChange } from "../../domain/container/data-change.ts";
import { onceInARow } from "../../text/once-in-a-row.ts";
import { areCommentsLeft } from "../comments-left.ts";
import { commentsOf } from "./comments.ts";
import { change, dataOf, sameData, type Data } from "./data.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";

const readBefore = onceInARow(readYaml);
const commentsBefore = onceInARow(texts);

/**
 * Why an edited YAML text is wrong: it must parse, hold the old data with exactly these changes, and keep all of
 * its comments in order, except the ones to remove. Undefined if it is right.
 */
export function editProblem(
  before: string,
  after: string,
  changes: readonly DataChange[],
  removedComments: readonly string[] = [],
): string | undefined {
  const [old, editedYaml] = [readBefore(before), readYaml(after)];
  if ("refused" in old) return `it could not be read before: ${old.refused}`;
  if ("refused" in editedYaml) return `it could not be read afterwards: ${editedYaml.refused}`;
  const expected = datas(old);
  for (const [document, documentChanges] of Map.groupBy(changes, (edit) => edit.document)) {
    const data = expected[document];
    if (data === undefined || !change(data, documentChanges)) return "a change has no place in it";
  }
  const actual = datas(editedYaml);
  if (actual.length !== expected.length) return "it would have other documents";
  if (
    !expected.every((data, index) => data !== undefined && actual[index] !== undefined && sameData(data, actual[index]))
  )
    return "it would say something else than was meant";
  return areCommentsLeft(commentsBefore(before), texts(after), removedComments) ? undefined : "a comment would be lost";
}

function datas({ documents }: YamlText): Data[] {
  return documents.map(({ contents }) => dataOf(contents));
}

function texts(text: string): string[] {
  return commentsOf(text).map((comment) => comment.text);
}
