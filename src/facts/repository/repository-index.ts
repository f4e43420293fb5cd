import { imageUses, type ImageUses } from "./child-images.ts";
import { dockerfileUses, type DockerfileUse } from "./dockerfile-uses.ts";
import { fileElsewhere } from "./file-elsewhere.ts";
import { moverLines, type MoverLine } from "./mover-lines.ts";
import { namedContexts } from "./named-contexts.ts";
import type { RepositoryFile, RepositoryLink } from "./repository-texts.ts";
import { tagsIn } from "./tags-in.ts";
import { unseenSteps, type UnseenSteps } from "./unseen-steps.ts";

/** Facts of a file, independent of the Dockerfile in question. A Dockerfile only has its images. */
export interface IndexedFile extends RepositoryFile {
  readonly images: ImageUses;
  readonly contexts?: string;
  readonly elsewhere?: string;
  readonly steps?: UnseenSteps;
  readonly uses: readonly DockerfileUse[];
  readonly movers: readonly MoverLine[];
  /** Names of others under which images may be built here, each with where. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Texts of a repository that were looked through once for all of its Dockerfiles. */
export interface RepositoryIndex {
  /** In the order of their paths. */
  readonly files: readonly IndexedFile[];
  readonly links: readonly RepositoryLink[];
  /** Why not all texts are here, as a part of a sentence; then nothing is certain. */
  readonly unread?: string;
  /** All that the paths of files and folders end with. */
  readonly ends: () => ReadonlySet<string>;
  /** The files that mention a word, in their order, each with where it does first. */
  mentions(word: string): readonly Mention[];
}

export interface Mention {
  readonly file: IndexedFile;
  readonly offset: number;
}

const noTags: ReadonlyMap<string, string> = new Map();

export function indexFile(file: RepositoryFile): IndexedFile {
  const images = imageUses(file);
  if (images.isDockerfile) return { ...file, images, uses: [], movers: [], tags: noTags };
  const [contexts, elsewhere, steps] = [namedContexts(file), fileElsewhere(file), unseenSteps(file)];
  return {
    ...file,
    images,
    uses: dockerfileUses(file),
    movers: moverLines(file.text),
    tags: tagsIn(file),
    ...(contexts !== undefined && { contexts }),
    ...(elsewhere !== undefined && { elsewhere }),
    ...(steps && { steps }),
  };
}

export function repositoryIndex(
  files: readonly IndexedFile[],
  { links = [], unread }: { readonly links?: readonly RepositoryLink[]; readonly unread?: string } = {},
): RepositoryIndex {
  const mentionCache = new Map<string, readonly Mention[]>();
  let ends: ReadonlySet<string> | undefined;
  return {
    files,
    links,
    ...(unread !== undefined && { unread }),
    ends: () => (ends ??= endsOf(files)),
    mentions(word) {
      let mentions = mentionCache.get(word);
      if (mentions === undefined) {
        mentions = files.flatMap((file) => {
          const offset = wordIn(file.text, word);
          return offset === -1 ? [] : [{ file, offset }];
        });
        mentionCache.set(word, mentions);
      }
      return mentions;
    },
  };
}

/** Where a text has it as a whole word: `apt-get` is not in `my-apt-get`, and is in `/usr/bin/apt-get`. */
function wordIn(text: string, word: string): number {
  if (word === "") return -1;
  const [first, last] = [isNamePart(word[0]), isNamePart(word.at(-1))];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!(first && isNamePart(text[at - 1])) && !(last && isNamePart(text[at + word.length]))) return at;
  return -1;
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character);
}

function endsOf(files: readonly RepositoryFile[]): ReadonlySet<string> {
  const ends = new Set<string>();
  for (const { path } of files) {
    const parts = path.split("/");
    for (let end = parts.length; end > 0; end--)
      for (let start = end - 1; start >= 0; start--) ends.add(parts.slice(start, end).join("/"));
  }
  return ends;
}
