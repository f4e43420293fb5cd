import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import type { Span } from "../../domain/finding/span.ts";
import { downloadOf, executedFiles, plainPath, verifies } from "./downloads.ts";
import { intoInterpreter } from "./piped-downloads.ts";

/** Files that a RUN gets and runs, or gets over a line that anyone can write to, with nothing that compares them. */
export function uncheckedDownloads(
  commands: readonly ShellCommand[],
): readonly { readonly message: string; readonly span: Span }[] {
  const downloads = commands.flatMap((command, index) => {
    const download = downloadOf(command);
    return download === undefined ? [] : [{ ...download, index }];
  });
  if (downloads.length === 0 || commands.some(verifies)) return [];
  const executed = executedFiles(commands);
  return downloads.flatMap(({ command, url, file, index }) => {
    const run = file === undefined ? undefined : executed.get(plainPath(file));
    const { start, end } = command.span;
    if (run !== undefined && run.span.start > end)
      return { message: `\`${file}\` comes from \`${url}\` and is run unchecked`, span: { start, end: run.span.end } };
    // A pipe into an interpreter is reported above.
    if (!url.startsWith("http://") || intoInterpreter(commands, index)) return [];
    return {
      message: `\`${url}\` comes unencrypted and nothing compares it: anyone on the way can put another file there`,
      span: command.span,
    };
  });
}
