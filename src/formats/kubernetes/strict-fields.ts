import { kubernetesFields } from "../../data/kubernetes-fields.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { KubeMap, KubeNode, KubeScalar } from "./kube-node.ts";
import type { ManifestObject, ManifestProblem } from "./manifest.ts";
import { quantity } from "./quantity.ts";

interface Field {
  readonly type: string;
  /** The minor version of 1.x that first had it; 0 for what has always been there. */
  readonly since: number;
}

const versions: Readonly<Record<string, string>> = {
  Pod: "v1",
  PodTemplate: "v1",
  ReplicationController: "v1",
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  ReplicaSet: "apps/v1",
  Job: "batch/v1",
  CronJob: "batch/v1",
};

const read = new Map<string, ReadonlyMap<string, Field>>();

/** Fields of a type of the API. */
function fieldsOf(type: string): ReadonlyMap<string, Field> {
  const cachedFields = read.get(type);
  if (cachedFields !== undefined) return cachedFields;
  const fields = new Map(
    (ownValue(kubernetesFields, type) ?? "").split(" ").map((definition) => {
      const [name = "", typeText = ""] = definition.split(":");
      const [kind = "", since = "0"] = typeText.split("@");
      return [name, { type: kind, since: Number(since) }] as const;
    }),
  );
  read.set(type, fields);
  return fields;
}

/**
 * Fields that the API server of Kubernetes 1.`minor` would refuse: unknown ones (`kubectl apply` uses strict decoding), and values of another type.
 * Only of pods and what makes them, in their current version of the API.
 */
export function strictFields(object: ManifestObject, minor: number): readonly ManifestProblem[] {
  if (ownValue(versions, object.kind) !== object.apiVersion) return [];
  const problems: ManifestProblem[] = [];
  const tell = (
    kind: ManifestProblem["kind"],
    node: KubeNode | { span: KubeNode["span"] },
    pointer: string,
    message: string,
  ): void => {
    problems.push({ kind, message, span: node.span, pointer });
  };

  function inMap(map: KubeMap, type: string, pointer: string): void {
    const fields = fieldsOf(type);
    for (const [key, { key: at, value }] of map.entries) {
      const fieldPointer = pointer === "" ? key : `${pointer}.${key}`;
      const field = fields.get(key);
      const path = `${object.prefix}${fieldPointer}`;
      // In a patch, such a key is a directive; the API never sees it.
      if (key.startsWith("$")) continue;
      if (field === undefined) {
        const suggestion = nearest(key, fields);
        const hint = suggestion === undefined ? "" : `; \`${suggestion}\` is meant`;
        tell("unknown-field", { span: at }, path, `unknown field "${fieldPointer}"${hint}`);
      } else if (field.since > minor)
        tell("unknown-field", { span: at }, path, `unknown field "${fieldPointer}" before Kubernetes 1.${field.since}`);
      else inValue(value, field.type, fieldPointer);
    }
  }

  function inValue(node: KubeNode, type: string, pointer: string): void {
    const path = `${object.prefix}${pointer}`;
    if (type === "any" || (node.kind === "scalar" && node.value === null)) return;
    const refuseType = (expectedType: string): void =>
      tell("wrong-type", node, path, wrongType(node, pointer, expectedType));
    if (type.startsWith("[]")) {
      if (node.kind !== "list") return refuseType("a list");
      for (const [index, item] of node.items.entries()) inValue(item, type.slice(2), `${pointer}[${index}]`);
    } else if (type.startsWith("{}")) {
      if (node.kind !== "map") return refuseType("a map");
      for (const [key, { value }] of node.entries) inValue(value, type.slice(2), `${pointer}[${key}]`);
    } else if (/^[A-Z]/.test(type)) {
      if (node.kind !== "map") return refuseType("a map");
      inMap(node, type, pointer);
    } else if (node.kind !== "scalar") refuseType(ownValue(articles, type) ?? type);
    else if (!fits(node, type)) refuseType(ownValue(articles, type) ?? type);
  }

  inMap(object.node, object.kind, "");
  return problems;
}

const articles: Readonly<Record<string, string>> = {
  string: "a text",
  bool: "`true` or `false`",
  int: "a whole number",
  float: "a number",
  quantity: "a quantity such as `64Mi` or `250m`",
  "int-or-string": "a whole number or a text",
};

function fits({ value }: KubeScalar, type: string): boolean {
  if (type === "string") return typeof value === "string";
  if (type === "bool") return typeof value === "boolean";
  if (type === "int") return Number.isInteger(value);
  if (type === "float") return typeof value === "number";
  if (type === "quantity")
    return (typeof value === "string" || typeof value === "number") && quantity(value) !== undefined;
  return typeof value === "string" || Number.isInteger(value);
}

function wrongType(node: KubeNode, pointer: string, expectedType: string): string {
  if (node.kind !== "scalar") return `\`${pointer}\` is a ${node.kind}, and Kubernetes wants ${expectedType}`;
  const { value, quoted, written } = node;
  const surprise =
    !quoted && typeof value !== "string" && String(value) !== written
      ? `, which YAML 1.1 reads as ${String(value)}`
      : "";
  const quotes = !quoted && expectedType === "a text" ? ": put it in quotes" : "";
  const unquoted = quoted && expectedType !== "a text" ? " without quotes" : "";
  return `\`${pointer}\` is \`${written}\`${surprise}, and Kubernetes wants ${expectedType}${quotes}${unquoted}`;
}

/** The field that was meant: the same letters in another case, or one letter more, less or other. */
function nearest(key: string, fields: ReadonlyMap<string, Field>): string | undefined {
  const lower = key.toLowerCase();
  return [...fields.keys()].find((name) => name.toLowerCase() === lower || isOneOff(lower, name.toLowerCase()));
}

function isOneOff(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || other.length < 4) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return Math.max(one.length, other.length) - start - end <= 1;
}
