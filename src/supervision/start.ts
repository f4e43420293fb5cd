import { isMainThread } from "node:worker_threads";
import { threadWord } from "../sources/bounded/thread-word.ts";
import { claimProcess } from "../pipeline/host/own-process.ts";
import { isWorthKeeping } from "./worth-keeping.ts";

/** Verbs that wait for engines and networks, or read what can keep a reader busy for long; the others have limits of their own. */
const supervised = new Set(["advisories", "audit", "base", "harden", "init", "inspect", "learn", "scan", "verify"]);

/**
 * The command line. `entry` is the module that called: threads begin there as well. Where nothing but texts is read, the work is done here and each text has
 * its time; else it is done in a thread, so that this one can always hear a signal.
 */
export async function start(entry: URL): Promise<void> {
  claimProcess();
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

/** A person is shown around; a program gets the answer that it can use. */
async function verbWithoutArguments(): Promise<string> {
  const { isWatched } = await import("./terminals.ts");
  return isWatched() ? "overview" : "check";
}

function isSupervised(args: readonly string[]): boolean {
  const [verb = ""] = args;
  if (args.some((arg) => /^(-h|-H|-v|--help|--help-all|--helpAll|--version)$/.test(arg))) return false;
  // A thread has no terminal to ask on.
  return supervised.has(verb) || (verb === "fix" && args.includes("--proven") && !args.includes("--interactive"));
}
