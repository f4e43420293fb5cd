import { folderIndexes } from "./folder-indexes.ts";
import { leftoverIndex } from "./leftover-index.ts";
import { ruleIndexes } from "./rule-index.ts";
import { textDialects } from "./text-dialects.ts";

/** The lists of members, from the folders alone: all else is made of what they list, so they are written first. */
export function indexFiles(root: string): { path: string; text: string }[] {
  return [...ruleIndexes(root), ...folderIndexes(root), leftoverIndex(root), ...textDialects(root)];
}
