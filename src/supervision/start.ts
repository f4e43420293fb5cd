import { isMainThread } from "node:worker_threads";

/** Verbs that wait for engines and networks, or read what can keep a reader busy for long; the others have limits of their own. */
const supervised = new Set(["advisories", "audit", "base", "harden", "inspect", "learn", "scan", "verify"]);

/**
 * The command line. `entry` is the module that called: threads begin there as well. Where nothing but texts is read, the work is done here and each text has
 * its time; else it is done in a thread, so that this one can always hear a signal.
 */
export async function start(entry: URL): Promise<void> {
  if (!isMainThread) {
    const { serve } = await import("./in-thread.ts");
    serve();
    return;
  }
  const args = process.argv.slice(2);
  if (isSupervised(args)) {
    const { supervise } = await import("./supervise.ts");
    await supervise(entry, args);
    return;
  }
  const { runHere } = await import("./run-here.ts");
  await runHere(entry, args);
}

function isSupervised(args: readonly string[]): boolean {
  const [verb = ""] = args;
  if (args.some((arg) => /^(-h|-H|-v|--help|--help-all|--helpAll|--version)$/.test(arg))) return false;
  // A thread has no terminal to ask on.
  return supervised.has(verb) || (verb === "fix" && args.includes("--proven") && !args.includes("--interactive"));
}
