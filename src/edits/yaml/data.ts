import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { DataChange, WrittenValue } from "../../domain/container/data-change.ts";
import { saying } from "./scalars.ts";
import { scalarText } from "./tokens.ts";

/** The data of a document, without its style: anchors, tags and aliases are part of it, quotes and order of keys are not. */
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

function toData(value: WrittenValue): Data {
  const marks = "";
  if (typeof value === "string") return { marks, is: saying(value, false) };
  if (typeof value === "number" || typeof value === "boolean") return { marks, is: saying(String(value), true) };
  if (isList(value)) return { marks, is: value.map((child) => toData(child)) };
  return { marks, is: new Map(Object.entries(value).map(([key, fieldValue]) => [key, toData(fieldValue)])) };
}

function isList(value: WrittenValue): value is readonly WrittenValue[] {
  return Array.isArray(value);
}

/** Applies the changes; false where one of them does not fit. */
export function change(root: Data, changes: readonly DataChange[]): boolean {
  const removals: { readonly list: Data[]; readonly item: Data }[] = [];
  for (const { path, made } of changes) {
    let holder: Data | undefined = root;
    for (const step of path.slice(0, -1)) holder = holder === undefined ? undefined : below(holder, step);
    const last = path.at(-1);
    if (holder === undefined || last === undefined) return false;
    if (typeof last === "number") {
      const item = Array.isArray(holder.is) ? holder.is[last] : undefined;
      if (item === undefined || !Array.isArray(holder.is)) return false;
      if (made === "gone") removals.push({ list: holder.is, item });
      else if (!become(item, made)) return false;
      continue;
    }
    if (isNull(holder)) holder.is = new Map();
    if (!(holder.is instanceof Map)) return false;
    const child = holder.is.get(last);
    if (made === "gone") {
      if (!holder.is.delete(last)) return false;
    } else if (child === undefined && "to" in made) holder.is.set(last, toData(made.to));
    else if (child === undefined || !become(child, made)) return false;
  }
  for (const { list, item } of removals) list.splice(list.indexOf(item), 1);
  return true;
}

function become(data: Data, edit: Exclude<DataChange["made"], "gone">): boolean {
  if ("appended" in edit) return append(data, toData(edit.appended));
  data.is = "to" in edit ? toData(edit.to).is : [{ marks: "", is: data.is }, toData(edit.listed)];
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
  const child = data.is.get(step);
  if (child !== undefined) return child;
  const emptyChild = empty();
  data.is.set(step, emptyChild);
  return emptyChild;
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
        const counterpart = other.get(key);
        return counterpart !== undefined && sameData(value, counterpart);
      })
    );
  if (!Array.isArray(other) || one.length !== other.length) return false;
  const orderedCount = expected.before ?? one.length;
  if (!one.slice(0, orderedCount).every((item, index) => sameData(item, other[index] ?? empty()))) return false;
  const unorderedItems = other.slice(orderedCount);
  return one.slice(orderedCount).every((item) => {
    const at = unorderedItems.findIndex((candidate) => sameData(item, candidate));
    if (at !== -1) unorderedItems.splice(at, 1);
    return at !== -1;
  });
}

/** Equal for nodes that say the same. */
export function formOf(node: unknown): string {
  return JSON.stringify(dataOf(node), (_, value: unknown) =>
    value instanceof Map ? [...value].toSorted(([a], [b]) => (a < b ? -1 : 1)) : value,
  );
}
