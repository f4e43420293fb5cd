import { ownValue } from "../../../domain/own-value.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { Failure } from "../../../domain/failure.ts";
import { chooseTags, earlierTags, type TagWishes } from "../../../facts/base-choice/choose-tags.ts";
import { lifecycles } from "../../../data/release-cycles.ts";
import { listTags } from "../../../sources/image/registry/list-tags.ts";
import { parseReference, showReference } from "../../../sources/image/registry/reference.ts";
import type { Context } from "../../context.ts";

export interface CandidateNames {
  /** Without tag, in its short form. */
  readonly repository: string;
  /** Names to read, best guess first. */
  readonly names: readonly string[];
  /** Number of tags in the repositories, and of tags of finished images of a supported cycle. */
  readonly all: number;
  readonly fitting: number;
  /** Earlier builds of a line: the same tag with a patch version or a date. */
  earlier(name: string, count: number): readonly string[];
}

export interface CandidateNameOptions {
  readonly variants?: readonly string[];
  readonly limit: number;
  readonly config: Config;
}

/** Code names of all distributions: `bookworm`, `noble`. */
const codenames: ReadonlySet<string> = new Set(
  Object.values(lifecycles).flatMap(({ names = {} }) => Object.keys(names)),
);

/**
 * Candidate tags of the repository, and of other families that `base.families` of hullproof.yaml names for it. The base in
 * use comes first. Throws the errors of the registry client.
 */
export async function candidateNames(
  inUse: string,
  asksForTag: boolean,
  wishes: CandidateNameOptions,
  context: Context,
): Promise<CandidateNames> {
  const reference = parseReference(inUse);
  const { tag: _, digest: __, ...bare } = reference;
  const repository = showReference(bare);
  const product = repository.split("/").at(-1) ?? repository;
  const used = asksForTag ? inUse : undefined;
  const repositoryTags = await tagsOf(repository, product, asksForTag ? reference.tag : undefined, wishes, context);
  if (repositoryTags.names.length === 0 && used === undefined) {
    throw new Failure(
      "no-such-image",
      `none of the ${repositoryTags.all} tags of ${repository} names a finished image of a supported version`,
      {
        hint: "Name a tag (hullproof base NAME:TAG), or other variants with --variant.",
      },
    );
  }
  const families =
    ownValue(wishes.config.base.families, repository) ?? ownValue(wishes.config.base.families, product) ?? [];
  const familyTags: Awaited<ReturnType<typeof tagsOf>>[] = [];
  const pinnedNames: string[] = [];
  for (const family of families) {
    const familyReference = parseReference(family);
    // An explicit tag or digest is kept.
    if (/[:@]/.test(family.slice(family.lastIndexOf("/") + 1))) pinnedNames.push(showReference(familyReference));
    else
      familyTags.push(
        await tagsOf(family, family.split("/").at(-1) ?? family, undefined, { ...wishes, limit: 3 }, context),
      );
  }
  const names = [used, ...repositoryTags.names, ...pinnedNames, ...familyTags.flatMap((family) => family.names)].filter(
    (name) => name !== undefined,
  );
  const tags = new Map([repositoryTags, ...familyTags].map((family) => [family.repository, family.tags]));
  return {
    repository,
    names: [...new Set(names)],
    all: [repositoryTags, ...familyTags].reduce((sum, family) => sum + family.all, pinnedNames.length),
    fitting: [repositoryTags, ...familyTags].reduce((sum, family) => sum + family.fitting, pinnedNames.length),
    earlier(name, count) {
      const { tag = "", ...rest } = parseReference(name);
      const from = showReference({ host: rest.host, repository: rest.repository });
      return earlierTags(tags.get(from) ?? [], tag, count).map((earlierTag) => `${from}:${earlierTag}`);
    },
  };
}

async function tagsOf(
  repository: string,
  product: string,
  inUse: string | undefined,
  { variants, limit, config }: CandidateNameOptions,
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
  const choice = chooseTags(tags, wish);
  return {
    repository,
    tags,
    names: choice.tags.map(({ tag }) => `${repository}:${tag}`),
    all: tags.length,
    fitting: choice.fitting,
  };
}
