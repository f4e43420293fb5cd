import { otherContext } from "./other-context.ts";
import type { IndexedFile, RepositoryIndex } from "./repository-index.ts";
import { lineOf } from "./repository-texts.ts";

/** Uses of a Dockerfile's images in the other files of a repository, as far as their texts show. A reason is a part of a sentence. */
export interface RepositoryFact {
  /** Why a name in FROM, COPY --from or --mount=from may mean another image or folder than its text says; undefined where no file can say so. */
  readonly namedContexts: string | undefined;
  /** Why something outside the Dockerfile may be built FROM one of its stages or images. */
  readonly children: string | undefined;
  /** Why the Dockerfile may be built with another folder than its own. */
  readonly otherContext: string | undefined;
  /** Why a container of the image may be given commands that use one of these words: names of programs, or paths. */
  mention(words: readonly string[]): string | undefined;
}

/** `path` is that of the Dockerfile from the top of the repository; `contextReason`, why settings have it built with another folder. */
export function repositoryFact(
  index: RepositoryIndex,
  { path, contextReason }: { readonly path: string; readonly contextReason?: string },
): RepositoryFact {
  const { files, links, unread } = index;
  if (unread !== undefined) return unknownRepository(unread);
  const names = namesOf(index, path);
  const first = (ask: (file: IndexedFile) => string | undefined): string | undefined => {
    for (const file of files) {
      const reason = names.has(file.path) ? undefined : ask(file);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
  const isAbout = ({ steps }: IndexedFile): boolean => steps?.dockerfile === undefined || names.has(steps.dockerfile);
  const ownBases = files.find((file) => names.has(file.path))?.images.library ?? [];
  const elsewhere = first((file) => file.elsewhere);
  const namedContexts = elsewhere ?? first(({ contexts }) => contexts) ?? first(({ tags }) => tagged(tags, ownBases));
  const steps = elsewhere ?? first((file) => (isAbout(file) ? file.steps?.run : undefined));
  return {
    namedContexts,
    children:
      namedContexts ??
      first(({ images }) => images.child) ??
      first((file) => (isAbout(file) ? file.steps?.build : undefined)) ??
      renamed(index, names),
    get otherContext() {
      const link = links.find((candidate) => candidate.path === path || candidate.target === path);
      if (contextReason !== undefined) return contextReason;
      return link ? `\`${link.path}\` is a link to \`${link.target}\`` : otherContext(index, path, names);
    },
    mention(words) {
      if (steps !== undefined) return steps;
      const mentions = words.flatMap((word) => {
        const mention = index
          .mentions(word)
          .find(({ file }) => !names.has(file.path) && (namedContexts !== undefined || !isApart(file)));
        return mention === undefined ? [] : [{ ...mention, word }];
      });
      const [firstMention] = mentions.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file));
      return firstMention && `${lineOf(firstMention.file, firstMention.offset)} mentions \`${firstMention.word}\``;
    },
  };
}

/** A reason for everything. */
export function unknownRepository(reason: string): RepositoryFact {
  return { namedContexts: reason, children: reason, otherContext: reason, mention: () => reason };
}

/** A Dockerfile that has nothing to do with others: it begins with official images, and no cache of the builder goes from one to the other. */
function isApart({ images, text }: IndexedFile): boolean {
  return images.isDockerfile && images.child === undefined && !/type=["']?cache/.test(text);
}

/** All names of the Dockerfile, by links. */
function namesOf({ links }: RepositoryIndex, dockerfilePath: string): ReadonlySet<string> {
  const target = links.find(({ path }) => path === dockerfilePath)?.target ?? dockerfilePath;
  return new Set([dockerfilePath, target, ...links.flatMap((link) => (link.target === target ? [link.path] : []))]);
}

function tagged(tags: ReadonlyMap<string, string>, names: Iterable<string>): string | undefined {
  if (tags.size === 0) return undefined;
  for (const name of names) {
    const reason = tags.get(name);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Why a base image of another Dockerfile may be one that the repository builds: by a tag, and with a registry, by any mention of the name. */
function renamed(index: RepositoryIndex, dockerfileNames: ReadonlySet<string>): string | undefined {
  const bases = new Set(
    index.files.flatMap(({ path, images }) => (dockerfileNames.has(path) ? [] : [...images.library])),
  );
  for (const file of index.files) {
    const reason = tagged(file.tags, bases);
    if (reason !== undefined) return reason;
  }
  for (const name of bases) {
    const mention = name.includes("/") ? index.mentions(name).find(({ file }) => !file.images.isDockerfile) : undefined;
    if (mention !== undefined)
      return `${lineOf(mention.file, mention.offset)} names \`${name}\`, which another file builds on`;
  }
  return undefined;
}
