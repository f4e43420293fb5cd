import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { VexDocument, VexStatement } from "../../domain/advisory/vex.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { meansPackage, meansTarget, type VexTarget } from "./vex-target.ts";

export interface VexOutcome {
  /** In the given order: suppressed, marked, or unchanged. */
  readonly vulnerabilities: readonly Vulnerability[];
  /** Sentences: statements that matched nothing, contradict each other or do not count. */
  readonly notes: readonly string[];
}

/** A statement that may be about a vulnerability in a package, with its place in all documents. */
interface Ranked {
  readonly statement: VexStatement;
  readonly file: string;
  /** Milliseconds since 1970; -1 without a time. */
  readonly time: number;
}

/** How many statements that matched nothing are named one by one. */
const maxNamed = 5;

/**
 * Statements against vulnerabilities. Of several that fit a vulnerability in a package the last one by time counts, as OpenVEX has it; of equal times, the
 * later in the order of the documents.
 */
export function applyVex(
  vulnerabilityList: readonly Vulnerability[],
  givenDocuments: readonly VexDocument[],
  target: VexTarget,
): VexOutcome {
  const documents = target.own === undefined ? givenDocuments : [target.own, ...givenDocuments];
  if (documents.length === 0) return { vulnerabilities: vulnerabilityList, notes: [] };
  const byVulnerability = statementsByVulnerability(documents);
  const used = new Set<VexStatement>();
  const notes = new Set<string>(documents.flatMap((document) => document.notes));
  const packages = Map.groupBy(target.packages, ({ purl }) => purl);
  const vulnerabilities = vulnerabilityList.map((vulnerability) => {
    const names = [vulnerability.id, ...vulnerability.aliases].map((name) => name.toUpperCase());
    const candidates = [...new Set(names.flatMap((name) => byVulnerability.get(name) ?? []))];
    if (candidates.length === 0) return vulnerability;
    const { purl, installed: version, name, layer, path } = vulnerability;
    const affectedPackage = packages.get(purl)?.find((one) => one.path === path) ??
      packages.get(purl)?.[0] ?? { purl, name, version, layer, path };
    const fitting = candidates.filter(({ statement }) => isAbout(statement, affectedPackage, target));
    for (const { statement } of fitting) used.add(statement);
    const last = fitting.reduce<Ranked | undefined>(
      (best, one) => (best === undefined || one.time >= best.time ? one : best),
      undefined,
    );
    if (last === undefined) return vulnerability;
    for (const note of contradictions(vulnerability, fitting, last)) notes.add(note);
    return withStatement(vulnerability, last.statement);
  });
  for (const document of documents)
    for (const note of unusedOf(document, used, byId(vulnerabilityList))) notes.add(note);
  return { vulnerabilities, notes: [...notes] };
}

function statementsByVulnerability(documents: readonly VexDocument[]): ReadonlyMap<string, readonly Ranked[]> {
  const statementsById = new Map<string, Ranked[]>();
  for (const { file, statements } of documents) {
    for (const statement of statements) {
      const at = Date.parse(statement.timestamp ?? "");
      const ranked = { statement, file, time: Number.isNaN(at) ? -1 : at };
      for (const name of new Set([statement.vulnerability, ...statement.aliases].map((one) => one.toUpperCase()))) {
        const list = statementsById.get(name);
        if (list === undefined) statementsById.set(name, [ranked]);
        else list.push(ranked);
      }
    }
  }
  return statementsById;
}

/** A product is the package itself, or the target or a package in it that contains the package as a part. */
function isAbout({ products }: VexStatement, packageInfo: PackageInfo, target: VexTarget): boolean {
  return products.some(({ ids, subcomponents }) => {
    const whole = meansTarget(ids, target);
    if (subcomponents.length === 0) return whole || meansPackage(ids, packageInfo, target);
    return (
      subcomponents.some((names) => meansPackage(names, packageInfo, target)) &&
      (whole || target.packages.some((one) => meansPackage(ids, one, target)))
    );
  });
}

function withStatement(
  vulnerability: Vulnerability,
  { status, reason, where, author, timestamp }: VexStatement,
): Vulnerability {
  const by = [author, timestamp?.slice(0, 10)].filter((part) => part !== undefined).join(", ");
  const place = by === "" ? where : `${where} (${by})`;
  const words = reason === status ? reason : `${status}: ${reason}`;
  if (status === "not_affected" || status === "fixed") {
    return { ...vulnerability, suppressed: vulnerability.suppressed ?? { by: "vex", reason: words, where: place } };
  }
  return { ...vulnerability, vex: { status, reason, where: place } };
}

function* contradictions(vulnerability: Vulnerability, fitting: readonly Ranked[], last: Ranked): Generator<string> {
  const { id, name } = vulnerability;
  for (const entry of fitting) {
    // A later statement of the same document is how a judgement changes.
    if (entry.statement.status === last.statement.status || (entry.file === last.file && entry.time !== last.time))
      continue;
    const precedence =
      entry.time === last.time ? "both of the same time, and it is the later in order" : "it is the newer";
    yield `On ${id} in ${name} ${entry.statement.where} says ${entry.statement.status} and ${last.statement.where} says ${last.statement.status}. The second counts: ${precedence}.`;
  }
  if (last.statement.status === "not_affected" && last.statement.reason.startsWith("component_not_present"))
    yield `${last.statement.where} says that ${name} is not there, and here it is (${vulnerability.path}). Check the statement on ${id}.`;
  if (
    vulnerability.kev !== undefined &&
    (last.statement.status === "not_affected" || last.statement.status === "fixed")
  )
    yield `${id} in ${name} is known to be exploited, and ${last.statement.where} sets it aside. Make sure that it still holds.`;
}

function byId(vulnerabilityList: readonly Vulnerability[]): ReadonlySet<string> {
  return new Set(vulnerabilityList.flatMap(({ id, aliases }) => [id, ...aliases]).map((id) => id.toUpperCase()));
}

function* unusedOf(
  { file, statements }: VexDocument,
  used: ReadonlySet<VexStatement>,
  detectedIds: ReadonlySet<string>,
): Generator<string> {
  const unused = statements.filter((statement) => !used.has(statement));
  if (unused.length === 0) return;
  const otherProducts = unused.filter(({ vulnerability, aliases }) =>
    [vulnerability, ...aliases].some((id) => detectedIds.has(id.toUpperCase())),
  );
  // A vulnerability that was found while the statement on it misses its product is more likely a mistake than an old statement.
  if (otherProducts.length > 0)
    yield `${count(otherProducts.length, "statement")} of ${file} on vulnerabilities that were found here ${otherProducts.length === 1 ? "names" : "name"} other products: ${list(otherProducts)}.`;
  const unrelatedCount = unused.length - otherProducts.length;
  if (unrelatedCount > 0)
    yield `${count(unrelatedCount, "statement")} of ${file} ${unrelatedCount === 1 ? "is" : "are"} about vulnerabilities that were not found here: ${list(unused.filter((one) => !otherProducts.includes(one)))}.`;
}

function list(statements: readonly VexStatement[]): string {
  const ids = [...new Set(statements.map(({ vulnerability }) => vulnerability))];
  const idText = ids.slice(0, maxNamed).join(", ");
  return ids.length > maxNamed ? `${idText} and ${ids.length - maxNamed} more` : idText;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
