import type { DataChange } from "../../domain/container/data-change.ts";
import { areCommentsLeft } from "../../edits/comments-left.ts";
import { quadletFlags } from "./unit-flags.ts";
import { quadletRefusals } from "./refusals.ts";
import { withDropIns } from "../../formats/quadlet/drop-ins.ts";
import { parseUnit, type UnitFile } from "../../formats/quadlet/unit-file.ts";
import type { DeclaredEdits, Texts } from "../text-dialect.ts";
import { subtract } from "../../text/subtract.ts";

type Version = Parameters<typeof quadletRefusals>[1];

/**
 * The problem of an edited unit and its drop-ins: each file must have exactly the declared changes, and the `podman run` from Podman's
 * generator may differ only in the flags of these keys.
 */
export function unitProblem(
  before: Texts,
  after: Texts,
  { changes, comments }: DeclaredEdits,
  version: Version,
): string | undefined {
  for (const [file, text] of after) {
    const old = before.get(file) ?? "";
    if (old === text) continue;
    const fileChanges = changes.filter((change) => change.file === file);
    if (!isSame(applyChanges(valuesOf(parseUnit(file, old)), fileChanges), valuesOf(parseUnit(file, text))))
      return `${file}: it would say something else than was meant`;
    const removedComments = comments.flatMap((comment) => (comment.file === file ? [comment.text] : []));
    if (!areCommentsLeft(commentsOf(old), commentsOf(text), removedComments)) return `${file}: a comment would be lost`;
  }
  const [old, edited] = [mergeUnit(before), mergeUnit(after)];
  const earlierProblems = new Set(quadletRefusals(old, version).map(({ problem }) => problem));
  const fresh = quadletRefusals(edited, version).find(({ problem }) => !earlierProblems.has(problem));
  if (fresh !== undefined) return `Podman would drop the unit: ${fresh.problem}`;
  const [flags, editedFlags] = [quadletFlags(old, before), quadletFlags(edited, after)];
  const shape = ({ key, name, value }: (typeof flags.flags)[number]): string => `${key} --${name}=${value ?? ""}`;
  const [one, other] = [flags.flags.map(shape), editedFlags.flags.map(shape)];
  const differing = [...subtract(one, other), ...subtract(other, one)];
  const changedKeys = new Set(changes.map(({ path }) => String(path[1])));
  const foreign = differing.find((flag) => !changedKeys.has(flag.slice(0, flag.indexOf(" "))));
  if (foreign !== undefined) return `${foreign} would change, too`;
  const idle = [...changedKeys].find((key) => !differing.some((flag) => flag.startsWith(`${key} `)));
  if (idle !== undefined) return `${idle}= would stay as it is: another line says it over this one`;
  const unique = new Set(changes.map((change) => JSON.stringify(change)));
  return differing.length > 2 * unique.size ? `it would change in ${differing.length} flags` : undefined;
}

function mergeUnit(texts: Texts): UnitFile {
  const [unit, ...dropIns] = [...texts].map(([file, text]) => parseUnit(file, text));
  if (unit === undefined) throw new Error("a unit without a text");
  return withDropIns(unit, dropIns);
}

/** Values by group and key, in order. */
type Values = Map<string, string[]>;

function valuesOf({ groups }: UnitFile): Values {
  const values: Values = new Map();
  for (const { name, entries } of groups.values())
    for (const { key, value } of entries) {
      const id = `${name}\n${key}`;
      values.set(id, [...(values.get(id) ?? []), value.text]);
    }
  return values;
}

function applyChanges(values: Values, changes: readonly DataChange[]): Values {
  const removedIndexes = new Map<string, Set<number>>();
  for (const { path, made } of changes) {
    const [group, key, index] = path;
    const id = `${String(group)}\n${String(key)}`;
    const list = values.get(id) ?? [];
    values.set(id, list);
    if (made === "gone") removedIndexes.set(id, (removedIndexes.get(id) ?? new Set()).add(Number(index)));
    else if ("appended" in made && typeof made.appended === "string") list.push(made.appended);
    else if ("to" in made && typeof made.to === "string") list[Number(index)] = made.to;
  }
  for (const [id, indexes] of removedIndexes)
    values.set(
      id,
      (values.get(id) ?? []).filter((_, at) => !indexes.has(at)),
    );
  return values;
}

/** Values appended in one round have no defined order. */
function isSame(one: Values, other: Values): boolean {
  const text = (values: Values): string =>
    [...values]
      .flatMap(([id, list]) => (list.length === 0 ? [] : [JSON.stringify([id, list.toSorted()])]))
      .toSorted()
      .join();
  return text(one) === text(other);
}

function commentsOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^\s*[#;]/.test(line));
}
