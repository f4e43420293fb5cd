import { dirname } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { ManifestText } from "../../../facts/pod-security/object-set.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import type { ManifestWork } from "../apart.ts";
import { makesNoPod } from "../search/content.ts";
import type { NotRead } from "../search/searched.ts";
import type { Found } from "../targets.ts";

/** A folder that holds more is no set of objects that are applied together; each file of it would read all others. */
export const most = { files: 40, characters: 1_000_000 };

type Beside = Required<Pick<ManifestWork, "beside">> & Pick<ManifestWork, "incomplete">;
type Manifest = Pick<Extract<Found, { readonly path: string }>, "path" | "within">;

/** The other manifests of each file's folder: those among the targets of one call, and those that make no pod and were passed over. */
export function manifestsBeside(
  found: readonly Found[],
  passedOver: readonly NotRead[],
  context: Context,
): (path: string) => Promise<Beside> {
  const folders = Map.groupBy(
    [
      ...found.flatMap((one): Manifest[] => (one.kind === "kubernetes" ? [one] : [])),
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
    const others = (folders.get(dirname(path)) ?? []).filter((one) => one.path !== path);
    const incomplete = (reason: string): Beside => ({ beside: [], incomplete: reason });
    if (others.length > most.files) return incomplete(`its folder holds more than ${most.files} other manifests`);
    const beside: ManifestText[] = [];
    for (const one of others) {
      const reading = texts.get(one.path) ?? textOf(one, context);
      texts.set(one.path, reading);
      const read = await reading;
      if (read === undefined) return incomplete(`${one.path} could not be read`);
      beside.push(read);
    }
    const size = beside.reduce((sum, { text }) => sum + text.length, 0);
    return size > most.characters
      ? incomplete("the manifests of its folder are too large to be read together")
      : { beside };
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
