import type { InDockerfile } from "../peer.ts";
import { textCall } from "../shared/text-calls.ts";
import { textRead } from "./text-read.ts";
import { wordsRead } from "./words-read.ts";

// It reads text: the last use of each manager has to be one that cleans.

export function keepsRpmCache(uses: RegExp) {
  return (input: InDockerfile): boolean => textOf(input).match(uses)?.at(-1)?.includes("clean") === false;
}

export function keepsZypperCache(input: InDockerfile): boolean {
  const pieces = textOf(input).split("zypper ").slice(1);
  const last = pieces.findLast(
    (piece) =>
      /^c(?:lean|c)/.test(piece) ||
      zypperVerb.test(`zypper ${piece}`) ||
      textCall(`zypper ${piece}`, "zypper install") !== undefined,
  );
  return last !== undefined && !last.startsWith("c");
}

/** No command that says `all` comes after the last `yum ... install`. */
export function keepsYumCache({ instruction }: InDockerfile): boolean {
  if (instruction.onbuild) return false;
  const commands = wordsRead(instruction);
  const install = commands.findLastIndex((one) => one.includes("yum") && one.includes("install", one.indexOf("yum")));
  return install !== -1 && commands.findLastIndex((one) => one.includes("all")) <= install;
}

const zypperVerb = /zypper (?:in|remove|rm|source-install|si|patch)/;

/** Empty of a trigger; of an exec form the first string. */
function textOf({ dockerfile, instruction }: InDockerfile): string {
  if (instruction.onbuild) return "";
  return instruction.json?.[0] ?? textRead(instruction, dockerfile);
}
