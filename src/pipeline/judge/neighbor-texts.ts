import { dirname } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { ManifestText } from "../../facts/pod-security/object-set.ts";
import type { Context } from "../context.ts";
import { readText } from "../host/read-text.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";
import { makesNoPod } from "../targets/search/content.ts";
import type { NotRead } from "../targets/search/search-result.ts";
import type { CheckTarget } from "../targets/targets.ts";

/** Limits of a set of objects that are applied together; each file of a larger folder would read all others. */
export const folderLimits = { files: 40, characters: 1_000_000 };

type NeighborTexts = Required<Pick<DialectWork, "beside">> & Pick<DialectWork, "incomplete">;
type Manifest = Pick<Extract<CheckTarget, { readonly path: string }>, "path" | "within">;

/** The other manifests of each file's folder: targets of the same call, and files without a pod that were skipped. */
export function neighborTextsOf(
  targets: readonly CheckTarget[],
  passedOver: readonly NotRead[],
  context: Context,
): (path: string) => Promise<NeighborTexts> {
  const folders = Map.groupBy(
    [
      ...targets.flatMap((target): Manifest[] => (target.kind === "kubernetes" ? [target] : [])),
      ...passedOver.flatMap(({ path, reason }): Manifest[] => (reason === makesNoPod ? [{ path }] : [])),
    ],
    ({ path }) => dirname(path),
  );
  const unseen = new Map(
    passedOver.flatMap(({ path, form }) => (form === "template" || form === "chart" ? [[dirname(path), path]] : [])),
  );
  const texts = new Map<string, Promise<ManifestText | undefined>>();
  return async (path) => {
    const template = unseen.get(dirname(path));
    if (template !== undefined)
      return { beside: [], incomplete: `${template} is a template, whose pods are not known` };
    const otherManifests = (folders.get(dirname(path)) ?? []).filter((manifest) => manifest.path !== path);
    const incomplete = (reason: string): NeighborTexts => ({ beside: [], incomplete: reason });
    if (otherManifests.length > folderLimits.files)
      return incomplete(`its folder holds more than ${folderLimits.files} other manifests`);
    const neighbors: ManifestText[] = [];
    for (const manifest of otherManifests) {
      const reading = texts.get(manifest.path) ?? textOf(manifest, context);
      texts.set(manifest.path, reading);
      const read = await reading;
      if (read === undefined) return incomplete(`${manifest.path} could not be read`);
      neighbors.push(read);
    }
    const size = neighbors.reduce((sum, { text }) => sum + text.length, 0);
    return size > folderLimits.characters
      ? incomplete("the manifests of its folder are too large to be read together")
      : { beside: neighbors };
  };
}

async function textOf({ path, within }: Manifest, { cwd }: Context): Promise<ManifestText | undefined> {
  try {
    return { file: path, text: await readText(path, cwd, { ...(within !== undefined && { within }) }) };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
