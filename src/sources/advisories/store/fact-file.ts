import type {
  AdvisorySource,
  VulnerabilityFacts,
  ReleaseCycle,
  SupportLimit,
} from "../../../domain/advisory/advisory.ts";
import type { FactContent } from "../../../domain/advisory/fact-content.ts";
import { byteReader } from "./byte-reader.ts";
import { byteWriter } from "./byte-writer.ts";
import { damaged } from "./damaged.ts";
import { readPredictions, writePredictions } from "./predictions.ts";
import { openSealed, seal } from "./sealed-file.ts";
import { readSources } from "./source-entries.ts";
import { readTexts, writeTexts } from "./text-column.ts";

/** KEV, EPSS, life cycles and support limits as a file: each a section, inflated when it is asked for. */
export function encodeFacts({ kev, epss, lifeCycles, support, sources }: FactContent): Promise<Buffer> {
  const knownFacts = byteWriter();
  writeTexts(
    knownFacts,
    kev.map(({ cve }) => cve),
  );
  writeTexts(
    knownFacts,
    kev.map(({ added }) => added),
  );
  writeTexts(
    knownFacts,
    kev.map(({ due }) => due ?? ""),
  );
  for (const { ransomware } of kev) knownFacts.number(ransomware ? 1 : 0);
  return seal({ kind: "facts", sources }, [
    { name: "kev", content: knownFacts.done() },
    { name: "epss", content: writePredictions(epss) },
    { name: "life-cycles", content: Buffer.from(JSON.stringify(lifeCycles), "utf8") },
    { name: "support", content: Buffer.from(JSON.stringify(support), "utf8") },
  ]);
}

export interface OpenFacts {
  readonly sources: readonly AdvisorySource[];
  readonly vulnerabilities: VulnerabilityFacts;
  lifeCycles(): readonly ReleaseCycle[];
  support(): readonly SupportLimit[];
  /** All of it, to be written again with something changed. */
  content(): FactContent;
}

/** Throws `Failure` (`bad-advisories`), as what it returns does. */
export function openFacts(file: Buffer, label: string): OpenFacts {
  const sealed = openSealed(file, label);
  if (sealed.header["kind"] !== "facts") throw damaged(label, "its header describes no facts");
  const sources = readSources(sealed.header["sources"], label);
  const once = <T>(read: () => T): (() => T) => {
    let known: { readonly value: T } | undefined;
    return () => (known ??= { value: read() }).value;
  };
  const kev = once(() => new Map(readKev(sealed.section("kev"), label).map((entry) => [entry.cve, entry])));
  const epss = once(() => readPredictions(sealed.section("epss"), label));
  const lifeCycles = once(() => readList(sealed.section("life-cycles"), isLifeCycle, label));
  const support = once(() => readList(sealed.section("support"), isSupportLimit, label));
  return {
    sources,
    vulnerabilities: {
      kev(cve) {
        const { cve: _, ...entry } = kev().get(cve) ?? { cve: "" };
        return "added" in entry ? entry : undefined;
      },
      epss: (cve) => epss().find(cve),
    },
    lifeCycles,
    support,
    content: () => ({
      kev: [...kev().values()],
      epss: [...epss().all()],
      lifeCycles: lifeCycles(),
      support: support(),
      sources,
    }),
  };
}

function readKev(section: Buffer, where: string): FactContent["kev"] {
  const reader = byteReader(section, where);
  const cves = readTexts(reader);
  const added = readTexts(reader);
  const due = readTexts(reader);
  if (added.length !== cves.length || due.length !== cves.length) reader.fail("its columns have different lengths");
  const entries = Array.from({ length: cves.length }, (_, i) => ({
    cve: cves.at(i),
    added: added.at(i),
    ...(due.at(i) !== "" && { due: due.at(i) }),
    ransomware: reader.index(2) === 1,
  }));
  reader.end();
  return entries;
}

function readList<T>(section: Buffer, fits: (value: unknown) => value is T, where: string): readonly T[] {
  let value: unknown;
  try {
    value = JSON.parse(section.toString("utf8"));
  } catch (cause) {
    throw damaged(where, "a list in it is not JSON", cause);
  }
  if (!Array.isArray(value) || !value.every(fits)) throw damaged(where, "a list in it has entries of another form");
  return value;
}

function isLifeCycle(value: unknown): value is ReleaseCycle {
  const { product, cycle, endOfLife, extended } = (value ?? {}) as Record<string, unknown>;
  return areTexts(product, cycle, endOfLife) && areOptional(extended);
}

function isSupportLimit(value: unknown): value is SupportLimit {
  const { shard, package: name, support, since, note } = (value ?? {}) as Record<string, unknown>;
  return areTexts(shard, name) && (support === "ended" || support === "limited") && areOptional(since, note);
}

function areTexts(...values: unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}

function areOptional(...values: unknown[]): boolean {
  return values.every((value) => value === undefined || typeof value === "string");
}
