import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import type { PackageAnswer, PackageVersion } from "../../../domain/fleet/answers.ts";
import { lastId, readImagesWith } from "../../../sources/fleet/image-rows.ts";
import { boundedCount, imageRow, listOf, numericKey, paging } from "../../../sources/fleet/question.ts";
import { purlParts } from "../../../vulnerabilities/matching/purl-parts.ts";
import { defineFleetQuestion } from "../fleet-question.ts";
import { parseVersionRange } from "../version-range.ts";

const packageVersion = z.object({ type: z.string(), version: z.string(), vulnerabilities: z.int() });
/** Versions of an answer. */
const maxVersions = 500;

export default defineFleetQuestion({
  name: "packages",
  path: "/packages",
  summary: "Which images have a package, in which versions",
  input: z.object({
    name: z.string().min(1).max(300).optional().describe("As the package has it: log4j-core, @scope/name."),
    purl: z.string().max(1_000).optional().describe("In place of the name: pkg:npm/lodash, pkg:npm/lodash@4.17.20."),
    version: z.string().max(1_000).optional().describe("A range in the order of the ecosystem: <2.17.1, >=1.0 <2."),
    ...paging,
  }),
  answer: z.object({
    name: z.string(),
    versions: z.array(packageVersion).describe("Versions within the range, at most 500."),
    notCompared: z.array(packageVersion).describe("Versions that cannot be ordered: they may be in the range."),
    images: boundedCount,
    ...listOf(imageRow),
  }) satisfies z.ZodType<PackageAnswer>,
  async ask({ query }, { name, purl, version, after, limit }): Promise<PackageAnswer> {
    const subject = readName(name, purl);
    const range = version === undefined ? subject.version && `=${subject.version}` : version;
    const fits = range === undefined ? () => true : parseVersionRange(range);
    const rows = await query<PackageVersion & { readonly id: number; readonly name: string }>(
      `select id, type, name, version, (select count(*)::int from package_vulnerability where package = package.id and until is null and not suppressed) as vulnerabilities
       from package where name = any ($1::text[]) and ($2::text is null or type = $2) order by type, version, id`,
      [subject.names, subject.type ?? null],
    );
    const verdicts = rows.map((row) => ({ row, verdict: fits(row.type, row.version) }));
    const matching = verdicts.flatMap(({ row, verdict }) => (verdict === true ? [row] : []));
    const images = await readImagesWith(
      query,
      matching.map(({ id }) => id),
      { before: numericKey(after, lastId), limit },
    );
    return {
      name: subject.names[0] ?? "",
      versions: distinctVersions(matching),
      notCompared: distinctVersions(verdicts.flatMap(({ row, verdict }) => (verdict === undefined ? [row] : []))),
      ...images,
    };
  },
});

/** Throws `Failure` (`bad-usage`) unless a name or a package URL is given. */
function readName(
  name: string | undefined,
  purl: string | undefined,
): { readonly names: readonly string[]; readonly type?: string; readonly version?: string } {
  if (name !== undefined && purl === undefined) return { names: [name] };
  const parts = purl === undefined ? undefined : purlParts(purl);
  if (parts === undefined || name !== undefined)
    throw new Failure(
      "bad-usage",
      purl === undefined || name !== undefined ? "name: a name or a purl is needed" : `purl: ${purl} is no package URL`,
      {
        hint: "Write name=openssl, or purl=pkg:npm/lodash.",
      },
    );
  const { type, namespace, name: short, version } = parts;
  const names = namespace === "" ? [short] : [`${namespace}/${short}`, `${namespace}:${short}`, short];
  return { names, type, ...(version !== "" && { version }) };
}

/** Packages that only differ in what matching looks at are one version to a reader. */
function distinctVersions(rows: readonly PackageVersion[]): readonly PackageVersion[] {
  return [...Map.groupBy(rows, ({ type, version }) => `${type}\n${version}`).values()]
    .map((same) => ({
      type: same[0]?.type ?? "",
      version: same[0]?.version ?? "",
      vulnerabilities: Math.max(...same.map(({ vulnerabilities }) => vulnerabilities)),
    }))
    .slice(0, maxVersions);
}
