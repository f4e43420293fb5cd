import { otherContext } from "./other-context.ts";
import type { IndexedFile, RepositoryIndex } from "./repository-index.ts";
import { lineOf } from "./repository-texts.ts";
import { unseenSteps } from "./unseen-steps.ts";

/** What the other files of a repository say of a Dockerfile's images, as far as their texts show. A reason is a part of a sentence. */
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

/** `own` is the path of the Dockerfile from the top of the repository; `contextReason`, why settings have it built with another folder. */
export function repositoryFact(
  index: RepositoryIndex,
  own: { readonly path: string; readonly contextReason?: string },
): RepositoryFact {
  const { unread } = index;
  if (unread !== undefined) return unknownRepository(unread);
  const names = namesOf(index, own.path);
  const others = (): readonly IndexedFile[] => index.files.filter(({ path }) => !names.has(path));
  const namedContexts = lazy(() => first(others(), ({ contexts }) => contexts));
  const children = lazy(() => namedContexts() ?? first(others(), ({ images }) => images.child) ?? renamed(others()));
  const context = lazy(() => own.contextReason ?? linkTo(index, own.path) ?? contextBy(others()));
  const steps = lazy(() => first(others(), (file) => unseenSteps(file, own.path)));

  function contextBy(files: readonly IndexedFile[]): string | undefined {
    return first(files, (file) => otherContext(file, file.uses, own.path, index.paths));
  }

  return {
    get namedContexts() {
      return namedContexts();
    },
    get children() {
      return children();
    },
    get otherContext() {
      return context();
    },
    mention(words) {
      const reason = steps();
      if (reason !== undefined) return reason;
      const all = namedContexts() !== undefined;
      const found = words.flatMap((word) => {
        const mention = index.mentions(word).find(({ file }) => !names.has(file.path) && (all || !isApart(file)));
        return mention === undefined ? [] : [{ ...mention, word }];
      });
      const [earliest] = found.sort((a, b) => index.files.indexOf(a.file) - index.files.indexOf(b.file));
      return earliest && `${lineOf(earliest.file, earliest.offset)} mentions \`${earliest.word}\``;
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
function namesOf({ links }: RepositoryIndex, own: string): ReadonlySet<string> {
  const target = links.find(({ path }) => path === own)?.target ?? own;
  return new Set([own, target, ...links.flatMap((link) => (link.target === target ? [link.path] : []))]);
}

function linkTo({ links }: RepositoryIndex, own: string): string | undefined {
  const link = links.find(({ path, target }) => path === own || target === own);
  return link && `\`${link.path}\` is a link to \`${link.target}\``;
}

/** A Dockerfile begins with an official name that the repository may give an image of its own. */
function renamed(files: readonly IndexedFile[]): string | undefined {
  const bases = new Set(files.flatMap(({ images }) => [...images.library]));
  return first(files, ({ tags }) => {
    const name = [...tags.keys()].find((one) => bases.has(one));
    return name === undefined ? undefined : tags.get(name);
  });
}

function first<T>(all: readonly T[], ask: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const reason = ask(one);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function lazy<T>(work: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: work() }).value;
}
