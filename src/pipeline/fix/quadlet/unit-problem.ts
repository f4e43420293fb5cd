import type { DataChange } from "../../../domain/container-spec/data-change.ts";
import { areCommentsLeft } from "../../../edits/comments-left.ts";
import { quadletFlags } from "../../../facts/container-spec/quadlet-flags.ts";
import { quadletRefusals } from "../../../facts/container-spec/quadlet-refusals.ts";
import { withDropIns } from "../../../formats/quadlet/drop-ins.ts";
import { parseUnit, type UnitFile } from "../../../formats/quadlet/unit-file.ts";
import type { Meant, Texts } from "../fix-texts.ts";
import { without } from "../../../text/without.ts";

type Version = Parameters<typeof quadletRefusals>[1];

/**
 * What is wrong with an edited unit and its drop-ins: each file must say what it said with exactly the changes, and the `podman run` that Podman's
 * generator makes of all of them must differ in the flags of these keys alone.
 */
export function unitProblem(
  before: Texts,
  after: Texts,
  { changes, comments }: Meant,
  version: Version,
): string | undefined {
  for (const [file, text] of after) {
    const old = before.get(file) ?? "";
    if (old === text) continue;
    const own = changes.filter((one) => one.file === file);
    if (!isSame(changedValues(valuesOf(parseUnit(file, old)), own), valuesOf(parseUnit(file, text))))
      return `${file}: it would say something else than was meant`;
    const gone = comments.flatMap((one) => (one.file === file ? [one.text] : []));
    if (!areCommentsLeft(commentsOf(old), commentsOf(text), gone)) return `${file}: a comment would be lost`;
  }
  const [old, made] = [merged(before), merged(after)];
  const known = new Set(quadletRefusals(old, version).map(({ problem }) => problem));
  const fresh = quadletRefusals(made, version).find(({ problem }) => !known.has(problem));
  if (fresh !== undefined) return `Podman would drop the unit: ${fresh.problem}`;
  const [flags, now] = [quadletFlags(old, before), quadletFlags(made, after)];
  const shape = ({ key, name, value }: (typeof flags.flags)[number]): string => `${key} --${name}=${value ?? ""}`;
  const [one, other] = [flags.flags.map(shape), now.flags.map(shape)];
  const differing = [...without(one, other), ...without(other, one)];
  const wanted = new Set(changes.map(({ path }) => String(path[1])));
  const foreign = differing.find((flag) => !wanted.has(flag.slice(0, flag.indexOf(" "))));
  if (foreign !== undefined) return `${foreign} would change, too`;
  const idle = [...wanted].find((key) => !differing.some((flag) => flag.startsWith(`${key} `)));
  if (idle !== undefined) return `${idle}= would stay as it is: another line says it over this one`;
  const unique = new Set(changes.map((change) => JSON.stringify(change)));
  return differing.length > 2 * unique.size ? `it would change in ${differing.length} flags` : undefined;
}

function merged(texts: Texts): UnitFile {
  const [unit, ...dropIns] = [...texts].map(([file, text]) => parseUnit(file, text));
  if (unit === undefined) throw new Error("a unit without a text");
  return withDropIns(unit, dropIns);
}

/** Values by group and key, in their order. */
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

function changedValues(values: Values, changes: readonly DataChange[]): Values {
  const gone = new Map<string, Set<number>>();
  for (const { path, made } of changes) {
    const [group, key, index] = path;
    const id = `${String(group)}\n${String(key)}`;
    const list = values.get(id) ?? [];
    values.set(id, list);
    if (made === "gone") gone.set(id, (gone.get(id) ?? new Set()).add(Number(index)));
    else if ("appended" in made && typeof made.appended === "string") list.push(made.appended);
    else if ("to" in made && typeof made.to === "string") list[Number(index)] = made.to;
  }
  for (const [id, indexes] of gone)
    values.set(
      id,
      (values.get(id) ?? []).filter((_, at) => !indexes.has(at)),
    );
  return values;
}

/** What was appended in one round has no order of its own. */
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
