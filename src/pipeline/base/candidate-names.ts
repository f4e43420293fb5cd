import { ownValue } from "../../domain/own-value.ts";
import type { Config } from "../../domain/settings/config.ts";
import { Failure } from "../../domain/failure.ts";
import { chooseTags, earlierTags, type TagWishes } from "../../facts/base-choice/choose-tags.ts";
import { lifecycles } from "../../data/lifecycles.ts";
import { listTags } from "../../sources/image/registry/list-tags.ts";
import { parseReference, showReference } from "../../sources/image/registry/reference.ts";
import type { Context } from "../context.ts";

export interface CandidateNames {
  /** Without tag, as people write it. */
  readonly repository: string;
  /** Worth reading, best guess first. */
  readonly names: readonly string[];
  /** Tags that the repositories have, and those that name a finished image of a supported cycle. */
  readonly all: number;
  readonly fitting: number;
  /** Earlier builds of a line: the same tag with a patch version or a date. */
  earlier(name: string, count: number): readonly string[];
}

export interface NameWishes {
  readonly variants?: readonly string[];
  readonly limit: number;
  readonly config: Config;
}

/** Code names of all distributions: `bookworm`, `noble`. */
const codenames: ReadonlySet<string> = new Set(
  Object.values(lifecycles).flatMap(({ names = {} }) => Object.keys(names)),
);

/**
 * Tags of the repository that are worth a look, and those of other families that `base.families` of hullproof.yaml names for it. The base in
 * use comes first. Throws what the registry's client throws.
 */
export async function candidateNames(
  inUse: string,
  asksForTag: boolean,
  wishes: NameWishes,
  context: Context,
): Promise<CandidateNames> {
  const reference = parseReference(inUse);
  const { tag: _, digest: __, ...bare } = reference;
  const repository = showReference(bare);
  const product = repository.split("/").at(-1) ?? repository;
  const used = asksForTag ? inUse : undefined;
  const own = await tagsOf(repository, product, asksForTag ? reference.tag : undefined, wishes, context);
  if (own.names.length === 0 && used === undefined) {
    throw new Failure(
      "no-such-image",
      `none of the ${own.all} tags of ${repository} names a finished image of a supported version`,
      {
        hint: "Name a tag (hullproof base NAME:TAG), or other variants with --variant.",
      },
    );
  }
  const families =
    ownValue(wishes.config.base.families, repository) ?? ownValue(wishes.config.base.families, product) ?? [];
  const others: Awaited<ReturnType<typeof tagsOf>>[] = [];
  const named: string[] = [];
  for (const family of families) {
    const other = parseReference(family);
    // A tag or digest that was written down is taken as it is.
    if (/[:@]/.test(family.slice(family.lastIndexOf("/") + 1))) named.push(showReference(other));
    else
      others.push(
        await tagsOf(family, family.split("/").at(-1) ?? family, undefined, { ...wishes, limit: 3 }, context),
      );
  }
  const names = [used, ...own.names, ...named, ...others.flatMap((one) => one.names)].filter(
    (name) => name !== undefined,
  );
  const tags = new Map([own, ...others].map((one) => [one.repository, one.tags]));
  return {
    repository,
    names: [...new Set(names)],
    all: [own, ...others].reduce((sum, one) => sum + one.all, named.length),
    fitting: [own, ...others].reduce((sum, one) => sum + one.fitting, named.length),
    earlier(name, count) {
      const { tag = "", ...rest } = parseReference(name);
      const from = showReference({ host: rest.host, repository: rest.repository });
      return earlierTags(tags.get(from) ?? [], tag, count).map((one) => `${from}:${one}`);
    },
  };
}

async function tagsOf(
  repository: string,
  product: string,
  inUse: string | undefined,
  { variants, limit, config }: NameWishes,
  { today, env, pathRules: rules, signal, progress }: Context,
): Promise<{
  readonly repository: string;
  readonly tags: readonly string[];
  readonly names: readonly string[];
  readonly all: number;
  readonly fitting: number;
}> {
  progress({ stage: "base", message: `asking for the tags of ${repository}` });
  const tags = await listTags(repository, {
    ...config.registries,
    ...(env && { env }),
    ...(rules && { rules }),
    ...(signal && { signal }),
  });
  const cycles = ownValue(lifecycles, product);
  const wish: TagWishes = {
    today,
    codenames,
    limit,
    ...(inUse !== undefined && { inUse }),
    ...(variants && { variants }),
    ...(cycles && { cycles }),
  };
  const chosen = chooseTags(tags, wish);
  return {
    repository,
    tags,
    names: chosen.tags.map(({ tag }) => `${repository}:${tag}`),
    all: tags.length,
    fitting: chosen.fitting,
  };
}
