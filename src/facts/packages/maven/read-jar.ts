import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Budget } from "../archive/budget.ts";
import { BudgetSpent, newBudget, spend } from "../archive/budget.ts";
import { entryBody, entryText } from "../archive/entry-content.ts";
import type { ZipEntry } from "../archive/zip.ts";
import { zipEntries } from "../archive/zip.ts";
import type { FoundPackage, PackageExtract } from "../ecosystem.ts";
import { artifactsOf } from "./artifacts.ts";
import type { JarFacts } from "./artifacts.ts";
import { classCounter, type ClassCounts } from "./class-folders.ts";
import { largestModuleInfo, moduleNameOf } from "./module-name.ts";

/** Java archives of every kind: applications (war, ear, par, sar), Jenkins plug-ins (hpi, jpi), NiFi (nar) and Karaf (kar). */
const javaArchive = /\.(?:jar|war|ear|par|sar|hpi|jpi|nar|kar)$/i;

/** A war in an ear, with jars in its `WEB-INF/lib`, that hold jars themselves. */
const deepest = 5;
/** A jar that is compressed once more is inflated into memory, one for each level. */
const largestNested = 128 * 1024 * 1024;
/** Manifests of signed jars have a paragraph for each class. */
const largestManifest = 4 * 1024 * 1024;
/** Those of the largest parents have some 100 kB. */
const largestPom = 512 * 1024;
/** In one file with all that is nested in it; the largest real applications have some 2,000. */
const mostPackages = 50_000;
const tooManyArtifacts = "it holds more than 50,000 artifacts";
/** Maximum for a report; a hostile archive has thousands. */
const mostUnread = 100;

interface Walk {
  readonly budget: Budget;
  readonly packages: FoundPackage[];
  readonly unread: { readonly within: string; readonly reason: string }[];
}

/**
 * Maven artifacts in an archive and in the archives that it holds. Throws `Error` with the reason when the archive itself cannot be
 * read; unreadable parts are listed in `unread`.
 */
export function readJar(fileName: string, body: FileBody): PackageExtract {
  const walk: Walk = { budget: newBudget(), packages: [], unread: [] };
  readArchive(walk, body, fileName, "", 1);
  return { packages: walk.packages, ...(walk.unread.length === 0 ? {} : { unread: walk.unread }) };
}

function readArchive(walk: Walk, body: FileBody, fileName: string, within: string, depth: number): void {
  spend(walk.budget, "archives");
  const { nested, ...entries } = collect(body, walk.budget);
  const text = (entry: ZipEntry | undefined) => {
    if (entry === undefined) return undefined;
    const maxBytes = entry === entries.manifest ? largestManifest : largestPom;
    return attempt(walk, join(within, entry.name), () => entryText(body, entry, maxBytes, walk.budget));
  };
  if (walk.packages.length + entries.poms.size > mostPackages) throw new Error(tooManyArtifacts);
  const facts: JarFacts = {
    fileName,
    manifest: text(entries.manifest) ?? "",
    // One after the other: all texts at once could be as large as the budget.
    poms: entries.poms.values().map(({ properties, xml }) => ({ properties: text(properties), xml: text(xml) })),
    classes: entries.classes,
    moduleName: () => moduleName(walk, body, entries.module, within),
  };
  const { packages, relocated } = artifactsOf(facts);
  for (const packageRecord of packages)
    walk.packages.push(within === "" ? packageRecord : { ...packageRecord, within });
  if (relocated.length > 0) tell(walk, within, `copies of other software without coordinates: ${relocated.join(", ")}`);

  for (const entry of nested) {
    const path = join(within, entry.name);
    attempt(walk, path, () => {
      if (depth >= deepest) throw new Error(`it lies more than ${deepest} archives deep`);
      const content = entryBody(body, entry, largestNested, walk.budget);
      readArchive(walk, content, entry.name.slice(entry.name.lastIndexOf("/") + 1), path, depth + 1);
    });
  }
}

function moduleName(walk: Walk, body: FileBody, entry: ZipEntry | undefined, within: string): string | undefined {
  if (entry === undefined || entry.size > largestModuleInfo) return undefined;
  const content = attempt(walk, join(within, entry.name), () => entryBody(body, entry, largestModuleInfo, walk.budget));
  return content === undefined ? undefined : moduleNameOf(content.read(0, content.size));
}

interface Entries {
  readonly manifest: ZipEntry | undefined;
  /** By folder: `META-INF/maven/GROUP/ARTIFACT`. A jar that others were merged into (shaded) has one of each. */
  readonly poms: ReadonlyMap<string, { readonly properties?: ZipEntry; readonly xml?: ZipEntry }>;
  readonly nested: readonly ZipEntry[];
  readonly classes: ClassCounts;
  readonly module: ZipEntry | undefined;
}

const pom = /(?:^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.(properties|xml)$/;

function collect(body: FileBody, budget: Budget): Entries {
  let manifest: ZipEntry | undefined;
  const poms = new Map<string, { properties?: ZipEntry; xml?: ZipEntry }>();
  const nested: ZipEntry[] = [];
  const classes = classCounter();
  let module: ZipEntry | undefined;
  for (const entry of zipEntries(body, budget)) {
    const { name } = entry;
    if (name.endsWith(".class")) {
      if (name.endsWith("module-info.class")) module ??= entry;
      else classes.add(name);
      continue;
    }
    if (name.endsWith("/")) continue;
    if (name === "META-INF/MANIFEST.MF") manifest ??= entry;
    else if (javaArchive.test(name) && entry.size > 0) {
      // The same bounds as for reading them: unread entries need not be kept.
      if (nested.length > budget.archives) throw new BudgetSpent("it holds more than 10,000 archives");
      nested.push(entry);
    } else {
      const kind = pom.exec(name)?.[1];
      if (kind === undefined) continue;
      const folder = name.slice(0, name.lastIndexOf("/"));
      const pomEntries = poms.get(folder) ?? {};
      if (poms.size > mostPackages) throw new Error(tooManyArtifacts);
      poms.set(folder, { ...pomEntries, [kind === "xml" ? "xml" : "properties"]: entry });
    }
  }
  return { manifest, poms, nested, classes: classes.counts, module };
}

/** Keeps the reason where something inside cannot be read. Once the budget is spent nothing more is tried, and that is said once. */
function attempt<T>(walk: Walk, within: string, read: () => T): T | undefined {
  if (walk.budget.bytes < 0 || walk.budget.entries < 0 || walk.budget.archives < 0) return undefined;
  try {
    return read();
  } catch (error) {
    tell(walk, within, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function tell(walk: Walk, within: string, reason: string): void {
  if (walk.unread.length < mostUnread) walk.unread.push({ within, reason });
  else if (walk.unread.length === mostUnread) walk.unread.push({ within: "", reason: "more of its parts are damaged" });
}

function join(within: string, name: string): string {
  return within === "" ? name : `${within}!/${name}`;
}
