import type { InDockerfile } from "../peer.ts";
import { wordsRead } from "./words-read.ts";

export function updatesAlone({ instruction }: InDockerfile): boolean {
  if (instruction.onbuild) return false;
  const commands = wordsRead(instruction);
  return managerSets.some((programs) => updatesLast(commands, programs));
}

const managerSets = [["apt-get", "apt"], ["yum"], ["apk"], ["dnf"], ["zypper"]];
const installWords = new Set("upgrade install source-install reinstall groupinstall localinstall add".split(" "));

/** An `update` or `up` of these programs with no install of theirs behind it. */
function updatesLast(commands: readonly (readonly string[])[], programs: readonly string[]): boolean {
  const says = (words: readonly string[], matches: (word: string) => boolean): boolean => {
    const at = words.findIndex((word) => programs.includes(word));
    return at !== -1 && words.slice(at + 1).some(matches);
  };
  const update = commands.findIndex((words) => says(words, (word) => word === "update" || word === "up"));
  return update !== -1 && commands.findLastIndex((words) => says(words, (word) => installWords.has(word))) <= update;
}
