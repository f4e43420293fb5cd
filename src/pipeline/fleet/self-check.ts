import type { SbomContents } from "../../domain/image/image-info.ts";
import { digestText } from "../../sources/fleet/database.ts";
import { pickImage, readListedVulnerabilities, recordCheck } from "../../sources/fleet/self-check.ts";
import { findImagePlace } from "../../sources/fleet/work.ts";
import { codeStamp } from "../image/code-stamps.ts";
import { pause, type Fleet } from "./fleet.ts";
import { judgeImage, readImageContents } from "./judge-image.ts";
import { joinParts } from "./parts.ts";
import { requestCounter } from "./request-counter.ts";
import { readImageInThread, readerMegabytes } from "./read-images.ts";

/** One image an hour: what a check costs a registry is one image. */
const intervalSeconds = 3_600;
/** Advisories may change while an image is compared: only what differs again after this is a difference. */
const secondLookMs = 60_000;
const maxDifferenceLength = 1_000;

/**
 * Reads a random image again without a cache, and compares it with what pages and lists say of it. Records the result, for `status`. Returns whether an image
 * was checked.
 */
export async function checkRandomImage(
  { database, context }: Fleet,
  { everySeconds = intervalSeconds, waitMs = secondLookMs } = {},
): Promise<boolean> {
  const { query } = database;
  const image = await pickImage(query, codeStamp("packages"), everySeconds);
  const place = image && (await findImagePlace(query, image.id));
  if (image === undefined || place === undefined || place.paused) return false;
  const { cacheFolder: _, ...withoutCache } = context;
  await using thread = context.openThread(readerMegabytes);
  const reference = `${place.host}/${place.repository}@${digestText(place.digest)}`;
  const result = await readImageInThread(thread, reference, withoutCache, requestCounter(query, place));
  // That it cannot be read now says nothing about what was read.
  if (!("record" in result)) return false;
  const fresh = joinParts(result.record.content, result.record.parts);
  const compare = async () => {
    const stored = await readImageContents(query, image);
    return stored && (packageDifference(fresh, stored) ?? (await vulnerabilityDifference(fresh, stored)));
  };
  const vulnerabilityDifference = async (current: SbomContents, stored: SbomContents) => {
    const [scanned, shown] = [await judgeImage(current, context), await judgeImage(stored, context)];
    if (JSON.stringify(scanned) !== JSON.stringify(shown)) return "its page shows other vulnerabilities than a scan";
    if (scanned.vulnerabilities === undefined) return undefined;
    return listDifference(scanned.vulnerabilities, await readListedVulnerabilities(query, image.id));
  };
  let difference = await compare();
  if (difference !== undefined) {
    await pause(waitMs, context.signal);
    if (context.signal.aborted) return false;
    difference = await compare();
  }
  await recordCheck(query, image.id, difference?.slice(0, maxDifferenceLength) ?? null);
  if (difference !== undefined) context.report(`self-check: ${reference}: ${difference}`);
  return true;
}

function packageDifference(fresh: SbomContents, stored: SbomContents): string | undefined {
  const texts = ({ packages }: SbomContents) => new Map(packages.map((info) => [JSON.stringify(info), info.purl]));
  const [now, before] = [texts(fresh), texts(stored)];
  const missing = [...now].find(([text]) => !before.has(text))?.[1];
  if (missing !== undefined) return `${missing} is in the image, and the fleet has it otherwise or not at all`;
  const extra = [...before].find(([text]) => !now.has(text))?.[1];
  if (extra !== undefined) return `${extra} is in the fleet, and the image has it otherwise or not at all`;
  return JSON.stringify(fresh) === JSON.stringify(stored) ? undefined : "its configuration or layers differ";
}

/** Lists match each package alone, so a vulnerability that another package of the image settles is suppressed in a scan alone. */
function listDifference(
  scanned: readonly { readonly id: string; readonly suppressed?: unknown }[],
  listed: ReadonlyMap<string, boolean>,
): string | undefined {
  const open = new Set(scanned.flatMap(({ id, suppressed }) => (suppressed === undefined ? [id] : [])));
  const missing = [...open].find((id) => listed.get(id) !== false);
  if (missing !== undefined) return `a scan has ${missing}, and lists of the fleet do not`;
  const known = new Set(scanned.map(({ id }) => id));
  const extra = [...listed.keys()].find((id) => !known.has(id));
  return extra === undefined ? undefined : `lists of the fleet have ${extra}, and a scan does not`;
}
