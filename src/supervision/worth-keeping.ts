/** They end when someone leaves: how long that took says nothing of the next time. */
const stays = new Set(["lsp", "mcp"]);

/** Seconds; what is faster needs no one to say how long it takes. */
const worthTelling = 1;

const staysWith = ["--watch", "--tree"];

/** Whether it is kept how long a call took here. */
export function isWorthKeeping(args: readonly string[], seconds: number, exitCode: number): boolean {
  const stayed = stays.has(args[0] ?? "") || staysWith.some((flag) => args.includes(flag));
  return !stayed && seconds >= worthTelling && exitCode <= 1;
}
