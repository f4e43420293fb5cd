import { isScalar, type Node } from "yaml";
import type { Edited } from "./edited.ts";
import { isBlockScalar } from "./lines.ts";
import { quotingOf, writeText, type Quoting } from "./scalars.ts";
import { endOfPair, isNothing, startOf } from "./tokens.ts";
import { resolveYamlPath, type YamlPlace } from "./yaml-path.ts";
import { type YamlText } from "./yaml-text.ts";
import { lineAt } from "../../text/locate.ts";

/** Replaces a scalar, in its quotes where they can hold the value. `quoting` applies without quotes. */
export function replaceScalar(
  yaml: YamlText,
  place: YamlPlace,
  value: string | number | boolean,
  quoting: Quoting = "plain",
): Edited {
  const way = resolveYamlPath(yaml, place);
  if ("refused" in way) return way;
  const step = way.steps.at(-1);
  if (way.rest.length > 0 || step === undefined) return { refused: `${String(place.path.at(-1))} is not there` };
  const { node, pair } = step;
  const write = (scalarQuoting: Quoting): string =>
    typeof value === "string"
      ? writeText(value, scalarQuoting)
      : scalarQuoting === "plain"
        ? String(value)
        : writeText(String(value), scalarQuoting);
  if (isNothing(node)) {
    if (pair === undefined) return { refused: "nothing is written there" };
    const at = endOfPair(pair);
    return {
      edits: [{ start: at, end: at, text: ` ${write(quoting)}` }],
      changes: [{ ...place, made: { to: value } }],
    };
  }
  const line = `line ${lineAt(yaml.text, startOf(node))}`;
  if (!isScalar(node) || node.range === undefined || node.range === null)
    return { refused: `${line}: it is a list or a map` };
  const [start, end] = node.range;
  if (isBlockScalar(node) || yaml.text.slice(start, end).includes("\n"))
    return { refused: `${line}: it goes over several lines` };
  const nodeQuoting = quotingOf(node);
  const newQuoting = nodeQuoting === "plain" ? quoting : nodeQuoting;
  const to = newQuoting === "plain" ? value : String(value);
  return { edits: [{ start, end, text: write(newQuoting) }], changes: [{ ...place, made: { to } }] };
}

/** Another key and value in place of a pair that is one line. */
export function replacePair(yaml: YamlText, place: YamlPlace, key: string, value: string | number | boolean): Edited {
  const way = resolveYamlPath(yaml, place);
  if ("refused" in way) return way;
  const { pair, node } = way.steps.at(-1) ?? {};
  if (way.rest.length > 0 || pair === undefined || !isScalar(node))
    return { refused: "there is no such key, or more than a text under it" };
  const [start, end] = [startOf(pair.key as Node), endOfPair(pair)];
  if (isBlockScalar(node) || yaml.text.slice(start, end).includes("\n"))
    return { refused: `line ${lineAt(yaml.text, start)}: it goes over several lines` };
  const text = typeof value === "string" ? writeText(value, "plain") : String(value);
  const path = [...place.path.slice(0, -1), key];
  return {
    edits: [{ start, end, text: `${writeText(key, "plain")}: ${text}` }],
    changes: [
      { ...place, made: "gone" },
      { ...place, path, made: { to: value } },
    ],
  };
}
