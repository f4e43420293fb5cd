/** They end when someone leaves: how long that took says nothing of the next time. */
const stays = new Set(["lsp", "mcp"]);

/** Seconds; what is faster needs no one to say how long it takes. */
const worthTelling = 1;

/** Whether it is kept how long a verb took here. */
export function isWorthKeeping(verb: string, seconds: number, exitCode: number): boolean {
  return !stays.has(verb) && seconds >= worthTelling && exitCode <= 1;
}
