import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { textCall, type TextCall } from "../shared/text-calls.ts";
import { textRead } from "./text-read.ts";

/** Each RUN as a whole: the manager, options of letters, the verb, and a word without a version. */
export function unpinnedPackage(manager: string, install: TextCall) {
  const inText = oncePer((instruction: Instruction, dockerfile: DockerfileFact): boolean => {
    const text = textRead(dockerfile, instruction);
    return isUnpinned(manager === "apk" ? text.replace(/(?:--virtual|-t)\s.?[a-zA-Z-]+\s/, "") : text, install);
  });
  return ({ dockerfile, instruction, about: { call } }: InDockerfile): boolean =>
    call?.manager === manager && !instruction.onbuild && inText(instruction, dockerfile);
}

/** A word behind the first install, up to the next `;` or `&&`, begins with a letter and has no version. */
function isUnpinned(text: string, install: TextCall): boolean {
  const match = textCall(text, install);
  if (match === undefined) return false;
  const tail = text.slice(match.end).replaceAll("\t", "");
  const [words = ""] = tail.split(tail.includes(";") ? ";" : "&&", 1);
  const list = words.trim().split(" ");
  return list.some((word, at) => /^[a-zA-Z]/.test(word) && list[at + 1] !== "-v" && !versioned.test(word));
}

const versioned = /[\w+-][-:]\$.|[\w+-][:-]\d+.\d|[\w+-]~?=./;
