import type { DockerfileFact } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import { runBodies } from "./run-commands.ts";
import { prefixOf } from "./runs.ts";

/**
 * Whether a RUN of the file, an ONBUILD one too, may call one of the programs. False is certain; true also where the name
 * is a launcher's, or a word of what no shell could read. It costs a rule less than a look at the text.
 */
export function mayCall(dockerfile: DockerfileFact, ...programs: readonly string[]): boolean {
  const calledPrograms = programsOf(dockerfile);
  for (const program of programs) if (calledPrograms.has(program)) return true;
  return false;
}

const programsOf = oncePer((dockerfile: DockerfileFact): ReadonlySet<string> => {
  const programNames = new Set<string>();
  for (const { instruction, commands } of runBodies(dockerfile)) {
    const { json, args } = instruction;
    if (instruction.commands === undefined || json !== undefined) {
      for (const text of json ?? [args]) for (const word of text.split(/[\s;&|()"'\\]+/)) programNames.add(word);
    }
    for (const command of commands) {
      const { name, words, span } = command;
      const [first, second] = words;
      if (name !== undefined) programNames.add(name.slice(name.lastIndexOf("/") + 1)).add(name);
      if (first === undefined) continue;
      if (first.text !== name) programNames.add(first.text);
      // `busybox wget`
      if (second !== undefined) programNames.add(second.text);
      if (first.span.start === span.start) continue;
      for (const word of prefixOf(dockerfile.text, command).split(/\s+/)) programNames.add(word);
    }
  }
  return programNames;
});
