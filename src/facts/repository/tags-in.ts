import { libraryName } from "./library-name.ts";
import { lineOf, type RepositoryFile } from "./repository-texts.ts";
import { blockAround } from "./text-block.ts";

const tagged =
  /(?:(?<![\w-])(?:-t|--tag)[ =]|\b(?:docker|podman|nerdctl|buildah)[ \t]{1,8}(?:image[ \t]{1,8})?(?:tag|import)[ \t]{1,8}\S{1,200}[ \t]|\btags?["']?[ \t]{0,8}[:=]|\bimage["']?[ \t]{0,8}[:=])[\s[|>-]{0,60}["']?([\w./-]{1,200})/g;
const builders = /docker|podman|nerdctl|buildah|buildx|bake|kaniko|\btarget\b/i;

/** Limit per text; with more, any image may be built. */
const mostBlocks = 500;

/** Names of other publishers that a repository may tag an image with: by `-t`, `tags`, or Compose's `image` with a build. */
export function tagsIn(file: RepositoryFile): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const { text } = file;
  let blocks = 0;
  if (!builders.test(text) && !/^[ \t]*["']?build\b/m.test(text)) return tags;
  for (const { index, 0: whole, 1: reference = "" } of text.matchAll(tagged)) {
    const name = libraryName(reference);
    if (name === undefined || tags.has(name)) continue;
    const isLooked = whole.startsWith("image") && ++blocks <= mostBlocks;
    if (!isLooked || hasBuild(blockAround(text, index))) tags.set(name, `${lineOf(file, index)} may build \`${name}\``);
  }
  return tags;
}

function hasBuild(block: string | undefined): boolean {
  return block === undefined || /["']?\bbuild["']?[ \t]{0,8}:/.test(block);
}
