import { imageUses, type ImageUses } from "./child-images.ts";
import { dockerfileUses, type DockerfileUse } from "./dockerfile-uses.ts";
import { libraryName } from "./library-name.ts";
import { namedContexts } from "./named-contexts.ts";
import { lineOf, type RepositoryFile, type RepositoryTexts } from "./repository-texts.ts";

/** What a file says, whichever Dockerfile is asked about. */
export interface IndexedFile extends RepositoryFile {
  readonly contexts: string | undefined;
  readonly images: ImageUses;
  readonly uses: readonly DockerfileUse[];
  /** Official names under which images may be built here. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Texts of a repository that were looked through once for all of its Dockerfiles. */
export interface RepositoryIndex {
  readonly files: readonly IndexedFile[];
  readonly paths: readonly string[];
  readonly links: RepositoryTexts["links"];
  readonly unread?: string;
  /** The files that mention a word, in their order, each with where it does. */
  mentions(word: string): readonly Mention[];
}

export interface Mention {
  readonly file: IndexedFile;
  readonly offset: number;
}

export function indexFile(file: RepositoryFile): IndexedFile {
  const images = imageUses(file);
  return {
    ...file,
    images,
    contexts: images.isDockerfile ? undefined : namedContexts(file),
    uses: images.isDockerfile ? [] : dockerfileUses(file),
    tags: images.isDockerfile ? new Map() : tagsIn(file),
  };
}

export function repositoryIndex(
  files: readonly IndexedFile[],
  { links, unread }: Pick<RepositoryTexts, "links" | "unread">,
): RepositoryIndex {
  const found = new Map<string, readonly Mention[]>();
  return {
    files,
    links,
    paths: files.map(({ path }) => path),
    ...(unread !== undefined && { unread }),
    mentions(word) {
      let mentions = found.get(word);
      if (mentions === undefined) {
        mentions = files.flatMap((file) => {
          const offset = wordIn(file.text, word);
          return offset === -1 ? [] : [{ file, offset }];
        });
        found.set(word, mentions);
      }
      return mentions;
    },
  };
}

/** Where a text has it as a whole word: `apt-get` is not in `my-apt-get`, and is in `/usr/bin/apt-get`. */
function wordIn(text: string, word: string): number {
  if (word === "") return -1;
  const isName = (character: string | undefined): boolean => character !== undefined && /[\w-]/.test(character);
  const [first, last] = [isName(word[0]), isName(word.at(-1))];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!(first && isName(text[at - 1])) && !(last && isName(text[at + word.length]))) return at;
  return -1;
}

const tagged =
  /(?:(?<![\w-])(?:-t|--tag)[ =]|\b(?:docker|podman|nerdctl|buildah)[ \t]{1,8}(?:image[ \t]{1,8})?tag[ \t]{1,8}\S{1,200}[ \t]|\btags?["']?[ \t]{0,8}[:=]|\bimage["']?[ \t]{0,8}[:=])[\s[|>-]{0,60}["']?([\w./-]{1,200})/g;

/** A repository can give an image of its own an official name, by `-t`, `tags` or Compose's `image` beside a build. */
function tagsIn(file: RepositoryFile): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const { text } = file;
  const hasBuild = /^[ \t]*["']?build["']?[ \t]{0,8}:/m.test(text);
  for (const { index, 0: whole, 1: reference = "" } of text.matchAll(tagged)) {
    const name = libraryName(reference);
    if (name === undefined || (whole.startsWith("image") && !hasBuild)) continue;
    if (!tags.has(name)) tags.set(name, `${lineOf(file, index)} may build \`${name}\``);
  }
  return tags;
}
