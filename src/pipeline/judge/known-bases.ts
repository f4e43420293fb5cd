import type { BaseInfo } from "../../domain/dockerfile/base-info.ts";
import type { BasesFact } from "../../facts/dockerfile/bases.ts";
import type { BaseImages } from "../../sources/engine/images/base-images.ts";
import type { Search } from "../../sources/programs/locate-program.ts";

export type { BaseImages } from "../../sources/engine/images/base-images.ts";

/** Loads the engine's client only where an engine is contacted. */
export async function openBaseImages({ env, rules }: Search, signal?: AbortSignal): Promise<BaseImages> {
  const { openBaseImages: open } = await import("../../sources/engine/images/base-images.ts");
  return open(env, { rules, ...(signal && { signal }) });
}

/** Base images in `text` that the engine has. A rough match of FROM finds the names; the parser decides their meaning. */
export async function knownBases(text: string, images: BaseImages): Promise<KnownBases> {
  const baseInfos = new Map<string, BaseInfo>();
  for (const [, reference = ""] of text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*([^\s$]+)/gim)) {
    const info = baseInfos.get(reference) ?? (await images.look(reference));
    if (info !== undefined) baseInfos.set(reference, info);
  }
  return basesFact(baseInfos);
}

/** The fact, and its serializable content for another thread. */
export interface KnownBases extends BasesFact {
  readonly found: ReadonlyMap<string, BaseInfo>;
}

export function basesFact(baseInfos: ReadonlyMap<string, BaseInfo>): KnownBases {
  return { found: baseInfos, of: ({ text: reference }) => baseInfos.get(reference) };
}
