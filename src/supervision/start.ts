import { isMainThread } from "node:worker_threads";
import { threadWord } from "../sources/bounded/thread-word.ts";
import { isWorthKeeping } from "./worth-keeping.ts";

/** Verbs that wait for engines and networks, or read data that can occupy a reader for long; the others have their own limits. */
const supervised = new Set([
  "advisories",
  "audit",
  "base",
  "fleet",
  "harden",
  "init",
  "inspect",
  "learn",
  "scan",
  "verify",
]);

/**
 * The command line. `entry` is the calling module, where threads start as well. A verb that only reads texts runs in
 * this thread with a time limit per text; others run in a separate thread, so that this one always handles signals.
 */
export async function start(entry: URL): Promise<void> {
  if (process.argv[2] === threadWord && !isMainThread) {
    const { serve } = await import("./in-thread.ts");
    serve(entry);
    return;
  }
  const argv = process.argv.slice(2);
  const args = argv.length === 0 ? [await verbWithoutArguments()] : withoutVerbs(argv);
  if (argv[0] === "__complete") {
    const { complete } = await import("./complete.ts");
    await complete(argv.slice(1));
    return;
  }
  if (isSupervised(args)) {
    const { supervise } = await import("./supervise.ts");
    await supervise(entry, args);
    return;
  }
  const begin = process.uptime();
  const { runHere } = await import("./run-here.ts");
  await runHere(entry, args);
  const [verb = ""] = args;
  const seconds = process.uptime() - begin;
  if (!isWorthKeeping(args, seconds, Number(process.exitCode ?? 0))) return;
  const { keepTime } = await import("./note-time.ts");
  await keepTime(verb, seconds);
}

/** `help`, `help check` and `version`, as other programs have them. */
export function withoutVerbs([first = "", ...rest]: readonly string[]): readonly string[] {
  if (first === "help") return [...rest, "--help"];
  return first === "version" && rest.length === 0 ? ["--version"] : [first, ...rest];
}

/** Shows a person an overview; a program gets a result that it can use. */
async function verbWithoutArguments(): Promise<string> {
  const { isWatched } = await import("./terminals.ts");
  return isWatched() ? "overview" : "check";
}

function isSupervised(args: readonly string[]): boolean {
  const [verb = ""] = args;
  if (args.some((arg) => /^(-h|-H|-v|--help|--help-all|--helpAll|--version)$/.test(arg))) return false;
  // A thread has no terminal for questions.
  return supervised.has(verb) || (verb === "fix" && args.includes("--proven") && !args.includes("--interactive"));
}
