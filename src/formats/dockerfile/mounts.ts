import { printable } from "./refusal.ts";

const types = new Set(["bind", "cache", "secret", "ssh", "tmpfs"]);
const booleans = new Set("1 t T TRUE true True 0 f F FALSE false False".split(" "));
const plain = new Set("dst destination env from id source src target".split(" "));
const switches = new Set("readonly readwrite ro rw".split(" "));

export interface MountField {
  /** In lower case. */
  readonly key: string;
  readonly value?: string;
  /** Where the value begins in the mount; undefined in a quoted field. */
  readonly valueAt?: number;
}

/** Fields of a --mount, which Docker reads as one record of CSV (RFC 4180); undefined where that fails. */
export function mountFields(mount: string): readonly MountField[] | undefined {
  const fields: MountField[] = [];
  const field = /"(?:[^"]|"")*"(?=,|$)|[^",]*(?=,|$)/y;
  for (let at = 0; at <= mount.length; at++) {
    field.lastIndex = at;
    const text = field.exec(mount)?.[0];
    if (text === undefined) return undefined;
    fields.push(text.startsWith('"') ? fieldOf(text.slice(1, -1).replaceAll('""', '"')) : fieldOf(text, at));
    at += text.length;
  }
  return fields;
}

function fieldOf(text: string, at?: number): MountField {
  const equals = text.indexOf("=");
  if (equals === -1) return { key: text.toLowerCase() };
  const valueAt = at === undefined ? undefined : at + equals + 1;
  return {
    key: text.slice(0, equals).toLowerCase(),
    value: text.slice(equals + 1),
    ...(valueAt !== undefined && { valueAt }),
  };
}

/** Mounts that Docker refuses in any RUN. */
export function mountSyntaxProblem(mount: string): string | undefined {
  if (mount === "") return "it holds nothing";
  const from = mountFields(mount)?.find(({ key, value }) => key === "from" && /\$./.test(value ?? ""));
  return from === undefined
    ? undefined
    : "from= takes no variable: name a stage with FROM, whose image may come from an ARG";
}

/** The field that says which stage or image a --mount reads from: of several the last one. */
export function mountSource(mount: string): (MountField & { readonly value: string }) | undefined {
  const from = mountFields(mount)?.findLast(({ key }) => key === "from");
  return from?.value === undefined ? undefined : { ...from, value: from.value };
}

/** Mounts that Docker refuses in a built stage. Options with a variable are not judged, nor those that they may depend on. */
export function mountProblem(mount: string): string | undefined {
  const fields = mountFields(mount);
  if (fields === undefined) return undefined;
  const fieldValues = new Map<string, string>();
  let type = "bind";
  for (const { key, value } of fields) {
    if (value?.includes("$") === true) {
      if (key === "type") return undefined;
      fieldValues.set(key, value);
      continue;
    }
    const problem = fieldProblem(key, value, type);
    if (problem !== undefined) return problem;
    if (key === "type") type = (value ?? "").toLowerCase();
    else fieldValues.set(key, value ?? "");
  }
  return wholeProblem(type, fieldValues);
}

function fieldProblem(key: string, value: string | undefined, type: string): string | undefined {
  const fieldText = printable(`${key}${value === undefined ? "" : `=${value}`}`);
  if (value === undefined) {
    if (switches.has(key)) return undefined;
    if (key !== "required") return `"${fieldText}" must be a key=value pair`;
  }
  const text = value ?? "true";
  if (switches.has(key)) return booleans.has(text) ? undefined : `${fieldText}: true or false is needed`;
  if (plain.has(key)) return undefined;
  switch (key) {
    case "type":
      return types.has(text.toLowerCase()) ? undefined : `there is no mount type ${printable(text)}`;
    case "required":
      if (type !== "secret" && type !== "ssh") return `a ${type} mount has no option required`;
      return booleans.has(text) ? undefined : `${fieldText}: true or false is needed`;
    case "size":
      if (type !== "tmpfs") return `a ${type} mount has no option size`;
      return /^\d+(\.\d*)? ?([kmgtp](i?b)?|b)?$/i.test(text) ? undefined : `${fieldText} is not a size, such as 64m`;
    case "sharing":
      return /^(shared|private|locked)$/i.test(text) ? undefined : `${fieldText}: shared, private and locked are known`;
    case "mode":
      return /^[0-7]+$/.test(text) ? undefined : `${fieldText} is not an octal number`;
    case "uid":
    case "gid":
      return /^\d+$/.test(text) && Number(text) < 2 ** 32 ? undefined : `${fieldText} is not a number`;
    default:
      return `there is no mount option ${fieldText}`;
  }
}

function wholeProblem(type: string, fieldValues: ReadonlyMap<string, string>): string | undefined {
  const firstValue = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => fieldValues.get(key)).find((value) => value !== undefined && value !== "");
  if (type === "bind" || type === "tmpfs") {
    const owner = ["mode", "uid", "gid"].find((key) => fieldValues.has(key));
    if (owner !== undefined) return `a ${type} mount has no option ${owner}`;
  }
  if (type === "secret") {
    if (firstValue("from") !== undefined) return "a secret mount has no option from";
    if (firstValue("source", "src", "target", "dst", "destination", "id") === undefined) {
      return "a secret mount needs an id";
    }
    if (firstValue("source", "src") !== undefined && firstValue("id") !== undefined) {
      return "a secret mount takes either source or id";
    }
  }
  if (firstValue("sharing") !== undefined && type !== "cache") return `a ${type} mount has no option sharing`;
  if (type === "secret" || type === "ssh") return undefined;
  const target = firstValue("target", "dst", "destination");
  return target === "/" ? "the target / is the whole file system" : undefined;
}
