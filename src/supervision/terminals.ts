import type { CliContext } from "../commands/cli-context.ts";
import { wantsEvents, withMessageEvents } from "../commands/progress-events.ts";
import { isAscii } from "../reports/content/ascii.ts";
import { showsLinks } from "../reports/terminal/link.ts";
import { formatError } from "../commands/format-error.ts";
import { openWriter, type Writer } from "../commands/writer.ts";

export type Outputs = Pick<CliContext, "stdout" | "stderr">;

/** The two streams of the process: their properties, which a thread cannot see itself, and their writers. */
export interface Terminals {
  readonly outputs: Outputs;
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** Size of the stdout terminal; `watch` returns a function that stops the watch. */
  readonly size: {
    now(): { readonly columns: number; readonly rows: number };
    watch(changed: () => void): () => void;
  };
  /** Waits until everything is written; a write error sets the exit code to 2. */
  readonly end: () => Promise<void>;
}

/** Whether a person reads the result, not a program or a CI job. */
export function isWatched(): boolean {
  return process.stdout.isTTY === true && !process.env["CI"];
}

export function openTerminals(args: readonly string[] = []): Terminals {
  const events = wantsEvents(args);
  const dumb = process.env["TERM"] === "dumb";
  const colour = process.stdout.isTTY === true && !process.env["NO_COLOR"] && !dumb;
  const live = process.stderr.isTTY === true && !dumb && !events;
  const ascii = isAscii(process.env, process.platform);
  const results = openWriter(process.stdout, { name: "stdout", colour, live: process.stdout.isTTY === true, ascii });
  const plain = openWriter(process.stderr, {
    name: "stderr",
    colour: live,
    live: process.stderr.isTTY === true,
    ascii,
  });
  // On a shared terminal progress appears where the result starts.
  const stdout: Writer = {
    ...results,
    write(text, syntax) {
      if (process.stdout.isTTY === true) plain.clearLine();
      results.write(text, syntax);
    },
  };
  const stderr = events ? withMessageEvents(plain, () => new Date().toISOString()) : plain;
  // Node and libraries would write these unfiltered, with foreign text in them.
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) =>
    stderr.write(`hullproof: ${name}: ${message.replaceAll("\n", "\n  ")}\n`),
  );
  process.on("uncaughtException", (error) => {
    process.exitCode = 2;
    stderr.write(`${formatError(error, process.env)}\n`);
    // No one is left to finish the current work.
    void stderr.flush().then(() => process.exit(2));
  });
  return {
    outputs: {
      stdout: {
        live: process.stdout.isTTY === true,
        colour,
        columns: process.stdout.columns ?? 100,
        links: colour && showsLinks(process.env),
      },
      stderr: { live, columns: process.stderr.columns ?? 80 },
    },
    stdout,
    stderr,
    size: {
      now: () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 }),
      watch(changed) {
        process.stdout.on("resize", changed);
        return () => process.stdout.off("resize", changed);
      },
    },
    async end() {
      // Stricli's own codes for bad usage are negative; the contract says 2.
      if (Number(process.exitCode) < 0 || Number(process.exitCode) > 2) process.exitCode = 2;
      const trouble = await stdout.flush();
      if (trouble !== undefined) {
        process.exitCode = 2;
        stderr.write(`${formatError(trouble, process.env)}\n`);
      }
      await stderr.flush();
    },
  };
}
