import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { DataChange, WrittenValue } from "../../domain/container-spec/data-change.ts";
import { saying } from "./scalars.ts";
import { scalarText } from "./tokens.ts";

/** What a document says, without how: anchors, tags and aliases are part of it, quotes and order of keys are not. */
export interface Data {
  readonly marks: string;
  is: string | Data[] | Map<string, Data>;
  /** Items of a list that were there before others were appended, whose order is free. */
  before?: number;
}

export function dataOf(node: unknown): Data {
  if (isAlias(node)) return { marks: "", is: `alias ${node.source}` };
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return empty();
  const tag = node.tag?.startsWith("tag:yaml.org") === true ? "" : (node.tag ?? "");
  const marks = `${node.anchor === undefined ? "" : `&${node.anchor} `}${tag}`;
  if (isMap(node)) return { marks, is: new Map(node.items.map(({ key, value }) => [keyOf(key), dataOf(value)])) };
  if (isSeq(node)) return { marks, is: node.items.map(dataOf) };
  return { marks, is: saying(scalarText(node) ?? "", node.type === "PLAIN") };
}

function keyOf(key: unknown): string {
  return scalarText(key) ?? JSON.stringify(key);
}

const empty = (): Data => ({ marks: "", is: saying("", true) });

function isNull({ is }: Data): boolean {
  return typeof is === "string" && /^plain (?:|~|null|Null|NULL)$/.test(is);
}

function written(value: WrittenValue): Data {
  const marks = "";
  if (typeof value === "string") return { marks, is: saying(value, false) };
  if (typeof value === "number" || typeof value === "boolean") return { marks, is: saying(String(value), true) };
  if (isList(value)) return { marks, is: value.map((one) => written(one)) };
  return { marks, is: new Map(Object.entries(value).map(([key, one]) => [key, written(one)])) };
}

function isList(value: WrittenValue): value is readonly WrittenValue[] {
  return Array.isArray(value);
}

/** Makes the changes; false where one of them has no place there. */
export function change(root: Data, changes: readonly DataChange[]): boolean {
  const gone: { readonly list: Data[]; readonly item: Data }[] = [];
  for (const { path, made } of changes) {
    let holder: Data | undefined = root;
    for (const step of path.slice(0, -1)) holder = holder === undefined ? undefined : below(holder, step);
    const last = path.at(-1);
    if (holder === undefined || last === undefined) return false;
    if (typeof last === "number") {
      const item = Array.isArray(holder.is) ? holder.is[last] : undefined;
      if (item === undefined || !Array.isArray(holder.is)) return false;
      if (made === "gone") gone.push({ list: holder.is, item });
      else if (!become(item, made)) return false;
      continue;
    }
    if (isNull(holder)) holder.is = new Map();
    if (!(holder.is instanceof Map)) return false;
    const there = holder.is.get(last);
    if (made === "gone") {
      if (!holder.is.delete(last)) return false;
    } else if (there === undefined && "to" in made) holder.is.set(last, written(made.to));
    else if (there === undefined || !become(there, made)) return false;
  }
  for (const { list, item } of gone) list.splice(list.indexOf(item), 1);
  return true;
}

function become(data: Data, made: Exclude<DataChange["made"], "gone">): boolean {
  if ("appended" in made) return append(data, written(made.appended));
  data.is = "to" in made ? written(made.to).is : [{ marks: "", is: data.is }, written(made.listed)];
  return true;
}

function append(list: Data, item: Data): boolean {
  if (isNull(list)) list.is = [];
  if (!Array.isArray(list.is)) return false;
  list.before ??= list.is.length;
  list.is.push(item);
  return true;
}

function below(data: Data, step: string | number): Data | undefined {
  if (typeof step === "number") return Array.isArray(data.is) ? data.is[step] : undefined;
  if (isNull(data)) data.is = new Map();
  if (!(data.is instanceof Map)) return undefined;
  const there = data.is.get(step);
  if (there !== undefined) return there;
  const made = empty();
  data.is.set(step, made);
  return made;
}

export function sameData(expected: Data, actual: Data): boolean {
  if (expected.marks !== actual.marks) return false;
  const [one, other] = [expected.is, actual.is];
  if (typeof one === "string" || typeof other === "string") return one === other;
  if (one instanceof Map)
    return (
      other instanceof Map &&
      one.size === other.size &&
      [...one].every(([key, value]) => {
        const found = other.get(key);
        return found !== undefined && sameData(value, found);
      })
    );
  if (!Array.isArray(other) || one.length !== other.length) return false;
  const before = expected.before ?? one.length;
  if (!one.slice(0, before).every((item, index) => sameData(item, other[index] ?? empty()))) return false;
  const rest = other.slice(before);
  return one.slice(before).every((item) => {
    const at = rest.findIndex((found) => sameData(item, found));
    if (at !== -1) rest.splice(at, 1);
    return at !== -1;
  });
}

/** Equal for nodes that say the same. */
export function formOf(node: unknown): string {
  return JSON.stringify(dataOf(node), (_, value: unknown) =>
    value instanceof Map ? [...value].toSorted(([a], [b]) => (a < b ? -1 : 1)) : value,
  );
}
