import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { hasEnded } from "../../data/release-cycles.ts";
import { findCycles } from "../../rules/base-image/cycles.ts";
import { parseReference, showReference, type ImageReference } from "../../sources/image/registry/reference.ts";
import { openVulnerabilities } from "../verbs/base/open-vulnerabilities.ts";
import { openRecords, type BaseRecord } from "../verbs/base/records.ts";
import type { Context } from "../context.ts";

/** Facts about an image that need neither network nor engine. */
export interface KnownImage {
  /** The name in its short form. */
  readonly name: string;
  /** Release cycles of the product and the system in its tag. */
  readonly cycles: readonly { readonly title: string; readonly until: string; readonly ended: boolean }[];
  /** The newest build that `hullproof base` read. */
  readonly build?: Pick<BaseRecord, "imageDigest" | "created" | "user" | "sizeBytes"> & {
    readonly packages: number;
    readonly os?: string;
    readonly vulnerabilities: KnownVulnerabilities | { readonly missing: string };
  };
}

export interface KnownVulnerabilities {
  readonly critical: number;
  readonly high: number;
  readonly all: number;
  /** ISO date of the oldest advisories in use. */
  readonly date?: string;
}

/** Undefined for a text that is not an image name. */
export async function imageKnown(text: string, context: Context): Promise<KnownImage | undefined> {
  const reference = referenceIn(text);
  if (reference === undefined) return undefined;
  const { tag, digest, host, repository } = reference;
  const repositoryName = showReference({ host, repository });
  const base = { kind: "image" as const, span: { start: 0, end: text.length }, text, name: repositoryName };
  const cycles = findCycles({ ...base, ...(tag !== undefined && { tag }) }).map(({ title, until }) => ({
    title,
    until,
    ended: hasEnded(until, context.today),
  }));
  const name = showReference({ host, repository, ...(tag !== undefined && { tag }) });
  const records = openRecords(context.dataFolder === undefined ? undefined : join(context.dataFolder, "bases"));
  const build = tag === undefined || digest !== undefined ? undefined : (await records.with(name, [])).at(-1);
  if (build === undefined) return { name: showReference(reference), cycles };
  const { imageDigest, created, user, sizeBytes, packages, os } = build;
  return {
    name,
    cycles,
    build: {
      imageDigest,
      created,
      ...(user !== undefined && { user }),
      ...(sizeBytes !== undefined && { sizeBytes }),
      packages: packages.length,
      ...(os.prettyName !== undefined && { os: os.prettyName }),
      vulnerabilities: await vulnerabilitiesOf(build, context),
    },
  };
}

function referenceIn(text: string): ImageReference | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function vulnerabilitiesOf(
  build: BaseRecord,
  { advisoriesFolder: folder, today }: Context,
): Promise<KnownVulnerabilities | { readonly missing: string }> {
  const store = openVulnerabilities({ folder, named: false, today });
  try {
    const answer = await store.of(build);
    if ("missing" in answer) return answer;
    const { date } = store.info() ?? {};
    return { ...countBySeverity(answer.found), ...(date !== undefined && { date }) };
  } catch (error) {
    // A damaged store must not hide the other facts.
    if (error instanceof Failure) return { missing: error.message };
    throw error;
  }
}

/** Counts each vulnerability once, for any number of packages. */
function countBySeverity(vulnerabilities: readonly Vulnerability[]): Omit<KnownVulnerabilities, "date"> {
  const severities = new Map(vulnerabilities.map(({ id, severity }) => [id, severity]));
  const of = (level: string): number => [...severities.values()].filter((severity) => severity === level).length;
  return { critical: of("critical"), high: of("high"), all: severities.size };
}
