import type { Query } from "../../sources/fleet/database.ts";
import { withoutVersionTexts } from "../../facts/packages/without-version.ts";
import type { SbomContents } from "../../domain/image/image-info.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { byUrgency } from "../../vulnerabilities/severity-order.ts";
import { applySuppressions, mergeVulnerabilities } from "../vulnerabilities/known-vulnerabilities.ts";
import { askAdvisories } from "../vulnerabilities/ask-advisories.ts";
import type { JudgingContext } from "./fleet-question.ts";
import { joinParts } from "./parts.ts";

/** An image put together from its parts; undefined before it was read. */
export async function readImageContents(
  query: Query,
  { id, content }: { readonly id: number; readonly content: Uint8Array | null },
): Promise<SbomContents | undefined> {
  if (content === null) return undefined;
  const parts = await query<{ layer: number; content: Uint8Array }>(
    "select layer, content from image_part join part on part.id = part where image = $1 order by layer",
    [id],
  );
  return joinParts(content, parts);
}

/** Vulnerabilities in the order and form of `scan --updates none`; undefined without advisories. */
export async function judgeImage(
  contents: SbomContents,
  { config, cwd, advisoriesFolder, now }: JudgingContext,
): Promise<{ readonly vulnerabilities?: readonly Vulnerability[]; readonly notChecked: readonly string[] }> {
  const today = now().slice(0, 10);
  const advisories = await askAdvisories(contents, { folder: advisoriesFolder, named: false, asOf: undefined, today });
  if ("missing" in advisories) return { notChecked: [`vulnerabilities: ${advisories.missing}`] };
  const merged = mergeVulnerabilities(contents, { missing: "registries offer no updates" }, advisories);
  const { vulnerabilities, notes } = applySuppressions(merged.vulnerabilities, config, { today, cwd });
  return {
    vulnerabilities: [...vulnerabilities].sort(byUrgency),
    notChecked: [...advisories.info.gaps, ...withoutVersionTexts(contents), ...advisories.notes, ...notes],
  };
}
