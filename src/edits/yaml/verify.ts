import type { DataChange } from "../../domain/container-spec/data-change.ts";
import { areCommentsLeft } from "../comments-left.ts";
import { commentsOf } from "./comments.ts";
import { change, dataOf, sameData, type Data } from "./data.ts";
import { readYaml, type YamlText } from "./yaml-text.ts";

/**
 * What is wrong with an edited YAML text: it must be read without error, say what the old one said with exactly these changes, and have all of
 * its comments in their order but those that were to go. Undefined when nothing is.
 */
export function editProblem(
  before: string,
  after: string,
  changes: readonly DataChange[],
  gone: readonly string[] = [],
): string | undefined {
  const [old, made] = [readYaml(before), readYaml(after)];
  if ("refused" in old) return `it could not be read before: ${old.refused}`;
  if ("refused" in made) return `it could not be read afterwards: ${made.refused}`;
  const expected = datas(old);
  for (const [document, own] of Map.groupBy(changes, (one) => one.document)) {
    const data = expected[document];
    if (data === undefined || !change(data, own)) return "a change has no place in it";
  }
  const actual = datas(made);
  if (actual.length !== expected.length) return "it would have other documents";
  if (
    !expected.every((data, index) => data !== undefined && actual[index] !== undefined && sameData(data, actual[index]))
  )
    return "it would say something else than was meant";
  return areCommentsLeft(texts(before), texts(after), gone) ? undefined : "a comment would be lost";
}

function datas({ documents }: YamlText): Data[] {
  return documents.map(({ contents }) => dataOf(contents));
}

function texts(text: string): string[] {
  return commentsOf(text).map((one) => one.text);
}
