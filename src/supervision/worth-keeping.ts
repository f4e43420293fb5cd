/** Verbs that end when the user leaves: their duration says nothing about the next run. */
const stays = new Set(["lsp", "mcp"]);

/** Seconds; a faster call needs no estimate. */
const worthTelling = 1;

const staysWith = ["--watch", "--tree"];

/** Whether to store the duration of a call here. */
export function isWorthKeeping(args: readonly string[], seconds: number, exitCode: number): boolean {
  const stayed = stays.has(args[0] ?? "") || staysWith.some((flag) => args.includes(flag));
  return !stayed && seconds >= worthTelling && exitCode <= 1;
}
