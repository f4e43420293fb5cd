import type { RunLine, RunLines } from "../../domain/dockerfile/run-line.ts";
import { ciCode } from "./ci-code.ts";
import { blank, type CodeRegion } from "./code-region.ts";
import { joinable } from "./command-text.ts";
import { flagFragment } from "./flag-fragment.ts";
import { makeCode } from "./make-code.ts";
import { markdownCode } from "./markdown-code.ts";
import { runCommand } from "./run-command.ts";
import { shellCommands } from "./shell-commands.ts";
import { unitCode } from "./unit-code.ts";
import { windowsCode } from "./windows-code.ts";

/**
 * The `docker run`, `docker create` and `docker pull` commands (podman's and nerdctl's too) of a Markdown text, script, makefile, systemd unit or
 * CI file, in the order of the text, with exact spans. What can't be read is left out; nothing is thrown.
 */
export function runLines(file: string, text: string): RunLines {
  // A fragment names no program, so the document must: `--user 0` belongs to many.
  if (!/docker|podman|nerdctl|container|--cap-|--cpu-shares/i.test(text)) return { file, text, lines: [] };
  const script = scriptCode(file, text);
  const lines = (script ?? markdownCode(text)).flatMap((region) => regionLines(text, region));
  return {
    file,
    text,
    lines: lines.toSorted((a, b) => a.span.start - b.span.start),
    ...(script === undefined && { markdown: true }),
  };
}

function regionLines(text: string, region: CodeRegion): RunLine[] {
  if (region.form !== "script") {
    const fragment = flagFragment(text, region);
    if (fragment !== undefined) return [fragment];
  }
  if (!/docker|podman|nerdctl/i.test(region.source)) return [];
  return shellCommands(text, region)
    .commands.map((words) => runCommand(text, words, region.language))
    .filter((line) => line !== undefined);
}

/** Undefined of Markdown. */
function scriptCode(file: string, text: string): readonly CodeRegion[] | undefined {
  if (/\.ya?ml$/i.test(file)) return ciCode(text);
  if (isMakefileName(file.replace(/^.*[\\/]/, ""))) return makeCode(text);
  if (/\.(?:service|socket|timer|conf)$/.test(file)) return unitCode(text);
  const windows = windowsCode(file, text);
  if (windows !== undefined) return windows;
  if (/\.fish$/i.test(file)) return [script(asPosix(text))];
  return isMarkdown(file, text) ? undefined : [script(text)];
}

/** Of fish's substitutions, which have no `$`, those that contain run lines: `set id (docker run ...)` and `(pwd):/src`. */
function asPosix(fish: string): string {
  // The closing bracket is an error on that line alone, after the command.
  return fish
    .replace(/^[ \t]*set[ \t][-\w \t]*\(/gm, blank)
    .replace(
      /(?<!\$)\((?![^()\n]{0,80}docker|[^()\n]{0,80}podman)([\w. -]{1,80})\)/g,
      (_, call: string) => `$_${call.replace(/\W/g, "_")}`,
    );
}

/** `Makefile`, `GNUmakefile`, `Makefile.docker`, `docker.mk`. */
export function isMakefileName(name: string): boolean {
  return /^(?:GNUm|[Mm])akefile(?:\.[\w.-]+)?$|\.(?:mk|mak)$/.test(name);
}

function script(text: string): CodeRegion {
  return { start: 0, source: joinable(text), form: "script", language: "" };
}

function isMarkdown(file: string, text: string): boolean {
  if (/\.(?:md|markdown|mdx|mdown|mkd|txt)$/i.test(file)) return true;
  if (/\.(?:sh|bash|zsh|ksh|dash)$/i.test(file) || text.startsWith("#!")) return false;
  return /^[ \t>]*(?:`{3}|~{3})/m.test(text);
}
