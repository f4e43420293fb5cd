import { programs } from "../../data/programs/index.ts";
import { ownValue } from "../../domain/own-value.ts";
import { dayOf, fieldsOf, isFields, textOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { lastPart } from "../../text/cut.ts";
import { listOf } from "../json/values.ts";

/** https://endoflife.date/docs/api/v1/ (all products or one), and the older list of one product's cycles, which has its name only in the path. */
export default {
  name: "end-of-life",
  title: "endoflife.date",
  sources: [{ name: "end-of-life", license: "MIT", attribution: "endoflife.date contributors" }],
  value(value, path) {
    if ("cycle" in value && "eol" in value) return readOld(value, path);
    if (!("schema_version" in value) || !("result" in value)) return undefined;
    const { result } = value;
    const products = Array.isArray(result) ? (result as unknown[]) : [result];
    return products.every((product) => Array.isArray(fieldsOf(product)["releases"]))
      ? readProducts(products)
      : undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

/** Of hundreds of products those that images are made of, by the name that os-release or the shard `runtimes` has for them. */
const products: Readonly<Record<string, string>> = {
  "alpine-linux": "alpine",
  alpine: "alpine",
  almalinux: "almalinux",
  "amazon-linux": "amzn",
  "azure-linux": "azurelinux",
  centos: "centos",
  "centos-stream": "centos-stream",
  debian: "debian",
  fedora: "fedora",
  "oracle-linux": "ol",
  opensuse: "opensuse-leap",
  photon: "photon",
  rhel: "rhel",
  "rocky-linux": "rocky",
  sles: "sles",
  ubuntu: "ubuntu",
  dotnet: "dotnet",
  "eclipse-temurin": "java",
  erlang: "erlang",
  elixir: "elixir",
  go: "go",
  nodejs: "node",
  perl: "perl",
  php: "php",
  python: "python",
  ruby: "ruby",
  rust: "rust",
};

function* readProducts(list: readonly unknown[]): Generator<Parsed> {
  for (const value of list) {
    const { name, releases } = fieldsOf(value);
    const product = productOf(name);
    if (product === undefined) {
      yield {
        kind: "left-out",
        what: textOf(name) ?? "a product",
        why: "life cycles of products that no image's base is",
      };
      continue;
    }
    for (const release of listOf(releases)) {
      if (!isFields(release)) {
        yield { kind: "malformed", what: product, why: "a release of it is not an object" };
        continue;
      }
      const { name: cycle, eolFrom, eoesFrom } = release;
      yield* cycleOf(product, cycle, eolFrom, eoesFrom);
    }
  }
}

function* readOld(value: Fields, path: string): Generator<Parsed> {
  const file = lastPart(path).replace(/:\d+$/, "");
  const name = file.endsWith(".json") ? file.slice(0, -".json".length) : undefined;
  const product = productOf(name);
  if (product === undefined) {
    yield { kind: "left-out", what: name ?? path, why: "life cycles of products that no image's base is" };
    return;
  }
  yield* cycleOf(product, value["cycle"], value["eol"], value["extendedSupport"]);
}

function productOf(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  return ownValue(products, name) ?? (programProducts.has(name) ? name : undefined);
}

/** Of programs that no package manager brings, by the feed's own names. */
const programProducts = new Set(programs.flatMap(({ endOfLife }) => endOfLife ?? []));

/** A cycle that has no last day yet says nothing. */
function* cycleOf(product: string, name: unknown, end: unknown, late: unknown): Generator<Parsed> {
  const cycle = textOf(name, 64);
  const endOfLife = dayOf(end);
  const extended = dayOf(late);
  if (cycle === undefined) yield { kind: "malformed", what: product, why: "a cycle of it has no name" };
  else if (endOfLife !== undefined) {
    const later = extended !== undefined && extended > endOfLife ? { extended } : {};
    yield { kind: "life-cycle", source: "end-of-life", cycle: { product, cycle, endOfLife, ...later } };
  }
}
