import type { BaseInfo } from "../../domain/dockerfile/base-info.ts";
import type { BasesFact } from "../../facts/dockerfile/bases.ts";
import type { BaseImages } from "../../sources/engine/images/base-images.ts";
import type { Search } from "../../sources/programs/locate-program.ts";

export type { BaseImages } from "../../sources/engine/images/base-images.ts";

/** The engine's client is loaded only where an engine is asked. */
export async function openBaseImages({ env, rules }: Search, signal?: AbortSignal): Promise<BaseImages> {
  const { openBaseImages: open } = await import("../../sources/engine/images/base-images.ts");
  return open(env, { rules, ...(signal && { signal }) });
}

/** Base images that `text` names and the engine has. Enough of FROM to know what to ask for; the parser decides what it means. */
export async function knownBases(text: string, images: BaseImages): Promise<KnownBases> {
  const found = new Map<string, BaseInfo>();
  for (const [, reference = ""] of text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*([^\s$]+)/gim)) {
    const info = found.get(reference) ?? (await images.look(reference));
    if (info !== undefined) found.set(reference, info);
  }
  return basesFact(found);
}

/** The fact, and what it is made of, which can go to another thread. */
export interface KnownBases extends BasesFact {
  readonly found: ReadonlyMap<string, BaseInfo>;
}

export function basesFact(found: ReadonlyMap<string, BaseInfo>): KnownBases {
  return { found, of: ({ text: reference }) => found.get(reference) };
}
