/**
 * Lists the fields of pods and of what makes pods, with their types and the version that first had them:
 *
 *     node scripts/kubernetes-fields.ts CHECKOUT [--write]
 *
 * CHECKOUT is a git directory of kubernetes/api with its tags (`v0.37.0` is Kubernetes 1.37); the newest version is read from its HEAD. `--write` renews src/data/kubernetes-fields.ts.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { write: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [checkout] = positionals;
if (checkout === undefined) throw new Error("node scripts/kubernetes-fields.ts CHECKOUT [--write]");

type Types = Map<string, Map<string, string>>;

const oldest = 20;
const files = ["core/v1/types.go", "apps/v1/types.go", "batch/v1/types.go"];
const roots = "Pod ReplicationController PodTemplate Deployment StatefulSet DaemonSet ReplicaSet Job CronJob".split(
  " ",
);

/** Of apimachinery's meta/v1, which has kept these since 1.20. */
const meta: Readonly<Record<string, string>> = {
  ObjectMeta:
    "name:string generateName:string namespace:string selfLink:string uid:string resourceVersion:string generation:int creationTimestamp:string " +
    "deletionTimestamp:string deletionGracePeriodSeconds:int labels:{}string annotations:{}string ownerReferences:[]OwnerReference finalizers:[]string managedFields:any",
  OwnerReference: "apiVersion:string kind:string name:string uid:string controller:bool blockOwnerDeletion:bool",
  LabelSelector: "matchLabels:{}string matchExpressions:[]LabelSelectorRequirement",
  LabelSelectorRequirement: "key:string operator:string values:[]string",
};

const tags = git("tag", "--list", "v0.*").split("\n");
const minors = [...new Set(tags.map((tag) => Number(/^v0\.(\d+)\./.exec(tag)?.[1])))]
  .filter((minor) => minor >= oldest)
  .sort((a, b) => a - b);
const newest = minors.at(-1) ?? oldest;
const since = new Map<string, number>();
let types: Types = new Map();
for (const minor of minors) {
  const own = tags.filter((tag) => tag.startsWith(`v0.${minor}.`));
  const tag = own.find((name) => name === `v0.${minor}.0`) ?? own.sort().at(-1) ?? "";
  types = typesOf(minor === minors.at(-1) ? "HEAD" : tag);
  for (const [type, fields] of types)
    for (const field of fields.keys()) since.set(`${type}.${field}`, since.get(`${type}.${field}`) ?? minor);
}

const table = reachable(types);
console.log(`${table.size} types, ${[...table.values()].flat().length} fields, Kubernetes 1.${oldest} to 1.${newest}`);
if (values.write) write(table);

function git(...args: readonly string[]): string {
  return execFileSync("git", ["-C", checkout ?? "", ...args], { encoding: "utf8", maxBuffer: 1 << 26 });
}

/** The structs of one version, embedded ones flattened. */
function typesOf(tag: string): Types {
  const plain = new Map<string, string>();
  const structs = new Map<string, { readonly name: string | undefined; readonly type: string }[]>();
  for (const file of files) {
    const text = git("show", `${tag}:${file}`);
    for (const [, name = "", type = ""] of text.matchAll(/^type (\w+) ([\w.*[\]]+)$/gm)) plain.set(name, type);
    for (const [, name = "", body = ""] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      const fields = [...body.matchAll(/^\t(?:(\w+)\s+)?([\w.*[\]]+)\s+`[^`\n]*json:"([^",]*)[^`\n]*`/gm)];
      structs.set(
        name,
        fields.map(([, , type = "", json = ""]) => ({ name: json === "" ? undefined : json, type })),
      );
    }
  }
  const flat = (name: string): (readonly [string, string])[] =>
    (structs.get(name) ?? []).flatMap(({ name: field, type }) =>
      field !== undefined
        ? [[field, field === "status" ? "any" : inWords(type, plain, structs)] as const]
        : type === "metav1.TypeMeta"
          ? [["apiVersion", "string"] as const, ["kind", "string"] as const]
          : flat(type),
    );
  return new Map([...structs.keys()].map((name) => [name, new Map(flat(name))]));
}

function inWords(type: string, plain: ReadonlyMap<string, string>, structs: ReadonlyMap<string, unknown>): string {
  const bare = type.replace(/^\*?(?:(?:core)?v1\.)?/, "");
  const map = /^map\[\w+\](.*)$/.exec(bare);
  if (map !== null) return `{}${inWords(map[1] ?? "", plain, structs)}`;
  if (bare === "[]byte") return "string";
  if (bare === "runtime.RawExtension" || bare === "any" || /^[a-z]+v\d\w*\./.test(bare)) return "any";
  if (bare.startsWith("[]")) return `[]${inWords(bare.slice(2), plain, structs)}`;
  if (/^u?int(32|64)?$/.test(bare)) return "int";
  if (bare.startsWith("float")) return "float";
  if (bare === "string" || bare === "bool") return bare;
  if (bare === "resource.Quantity") return "quantity";
  if (bare === "intstr.IntOrString") return "int-or-string";
  if (/^(metav1\.(Time|MicroTime)|types\.UID)$/.test(bare)) return "string";
  if (bare.startsWith("metav1.")) return bare.slice(7);
  if (structs.has(bare)) return bare;
  const alias = plain.get(bare);
  if (alias === undefined) throw new Error(`${bare} is not known`);
  return inWords(alias, plain, structs);
}

function reachable(all: Types): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    const own = meta[name]?.split(" ");
    const fields =
      own ?? [...(all.get(name) ?? [])].map(([field, type]) => `${field}:${type}${versionOf(name, field)}`);
    if (fields.length === 0) throw new Error(`${name} has no fields`);
    found.set(name, fields);
    for (const field of fields) {
      const type = (field.split(":")[1] ?? "").replace(/@.*/, "").replace(/^(\[\]|\{\})*/, "");
      if (/^[A-Z]/.test(type)) visit(type);
    }
  };
  for (const root of roots) visit(root);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function versionOf(type: string, field: string): string {
  const minor = since.get(`${type}.${field}`) ?? oldest;
  return minor === oldest ? "" : `@${minor}`;
}

function write(found: ReadonlyMap<string, readonly string[]>): void {
  const lines = [...found].map(([name, fields]) => `  ${name}: "${fields.join(" ")}",`);
  const path = new URL("../src/data/kubernetes-fields.ts", import.meta.url);
  writeFileSync(
    path,
    [
      "/**",
      " * Fields of pods and of what makes pods, read from the types of the API by `node scripts/kubernetes-fields.ts CHECKOUT --write`: `name:type`, of a field",
      ` * that came after 1.${oldest} with \`@\` and the minor version that first had it. \`[]\` is a list, \`{}\` a map by name. Status is not read.`,
      " */",
      "export const kubernetesFields: Readonly<Record<string, string>> = {",
      ...lines,
      "};",
      "",
      `/** Kubernetes 1.${newest}, as of commit ${git("rev-parse", "--short=8", "HEAD").trim()} of kubernetes/api (${git("log", "-1", "--format=%cs").trim()}). */`,
      `export const newestFields = ${newest};`,
      "",
    ].join("\n"),
  );
}
