import { bitnamiProducts, otherSoftware } from "../../data/bitnami-products.ts";
import { fieldsOf, textOf, textsOf, type Fields } from "./fields.ts";
import type { RangeEvent, Requirement } from "../../domain/advisory/statement.ts";
import { listOf } from "../json/values.ts";

type Events = readonly (readonly RangeEvent[])[];

/** The statement of a Bitnami record and its part of the component; or why it does not apply. */
export type BitnamiRecord =
  | {
      readonly package: string;
      readonly events: Events;
      readonly within?: readonly Requirement[];
      readonly reason?: string;
    }
  | string;

/** Java's names: they are one JDK, BellSoft's Liberica. */
const javas = new Set(["java", "java-min", "jre"]);

/**
 * https://github.com/bitnami/vulndb: OSV records that NVD's CPEs were turned into. Parts of a component have separate keys: `java/javafx`, `java/graalvm`,
 * and `NAME/image` for vulnerabilities of Bitnami's images and charts rather than of the program.
 */
export function bitnamiRecord(record: Fields, name: string, events: Events): BitnamiRecord {
  const cpes = textsOf(fieldsOf(record["database_specific"])["cpes"]);
  if (cpes.length > 0 && !cpes.some((cpe) => isOf(name, cpe))) return "its CPEs name something else than the component";
  const ranges = events.filter((range) => !range.some(({ version }) => isDistributions(version)));
  if (events.length > 0 && ranges.length === 0) return "its versions are those of a distribution's package";
  const productRanges = ranges.map((range) =>
    range.map((event) => ({ ...event, version: boundOf(name, event.version) })),
  );
  const within = productRanges.flatMap(pairsOf);
  const isEndless = productRanges.some((range) => unfixed(range));
  return {
    package: partOf(record, name, productRanges),
    events: productRanges,
    ...(within.length > 0 && { within }),
    ...(isEndless && { reason: "no fixed version is recorded" }),
  };
}

/** A component's name and a product's are often not the same words. */
function isOf(name: string, cpe: string): boolean {
  const fields = cpe.split(/(?<!\\):/);
  const product = (fields[4] ?? "").replaceAll("\\", "").toLowerCase();
  const software = (fields[10] ?? "*").toLowerCase();
  if (["", name].some((key) => otherSoftware.get(key)?.includes(software))) return false;
  if (bitnamiProducts.get(name)?.includes(product) === true || plain(product) === plain(name)) return true;
  const words = wordsOf(name);
  const productWords = wordsOf(product);
  return productWords.length > 0 && productWords.every((word) => words.includes(word));
}

function plain(text: string): string {
  return text.replaceAll(/[^a-z\d]+/g, "");
}

function wordsOf(text: string): string[] {
  return text.split(/[^a-z\d]+/).filter((word) => word !== "");
}

/** `2.4.46-10.el8`, `9.0.35-3.57.3`: NVD took it from the advisory of a distribution. */
function isDistributions(version: string): boolean {
  return /-\d+\.(?:el|fc|amzn|\d+\.\d)/.test(version);
}

/** `1.8.0-333` is Java 8u333, which the records call `8.0.333`; a `-0` is a floor only with Go, which writes it so. */
function boundOf(name: string, version: string): string {
  const plainVersion = javas.has(name) ? version.replace(/^1\.(\d)\.0-(\d+)$/, "$1.0.$2") : version;
  return name === "golang" ? plainVersion : plainVersion.replace(/-0$/, "");
}

/**
 * Pairs of a range that has several: they may overlap (`14.0.0` to `14.14.1`, `14.14.0` to `14.20.0`), and Bitnami's own tools ask each; by OSV's rule
 * the first end would end all. A pair whose end comes before its beginning holds nothing.
 */
function pairsOf(range: readonly RangeEvent[]): Requirement[] {
  if (range.length <= 2) return [];
  return range.flatMap(({ kind, version }, at) => {
    const end = range[at + 1];
    if (kind !== "introduced" || end === undefined || end.kind === "introduced") return [];
    return [
      [{ introduced: version, ...(end.kind === "fixed" ? { fixed: end.version } : { lastAffected: end.version }) }],
    ];
  });
}

function unfixed(range: readonly RangeEvent[]): boolean {
  return range.some(({ kind }) => kind === "last-affected") || range.at(-1)?.kind === "introduced";
}

function partOf(record: Fields, name: string, events: Events): string {
  const links = listOf(record["references"]).map((reference) => textOf(fieldsOf(reference)["url"], 2_048) ?? "");
  if (links.some((link) => /^https:\/\/github\.com\/bitnami\/(?:containers|charts)\//.test(link)))
    return `${name}/image`;
  if (!javas.has(name)) return name;
  const text = textOf(record["details"], 65_536) ?? "";
  const product = /^Vulnerability in (?:the )?([^.(]{1,200}?)(?: product of| \(component)/.exec(text)?.[1];
  if (product !== undefined && !product.includes("Java SE")) return `${name}/graalvm`;
  // Liberica's JDK 8 brings JavaFX, with a WebKit, libxml and GStreamer in it.
  const isOf8 = events.every((range) => range.every(({ version }) => /^[0-8](?:\.|$)/.test(version)));
  if (/\(component: JavaFX\)/.test(text) || (product === undefined && isOf8)) return `${name}/javafx`;
  return name;
}
