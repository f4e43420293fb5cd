// The command line with faults that nobody has thought of: a rule that never ends, eats memory, throws or calls itself without end where a text asks for
// it, and an output that hangs on the report of an image. In the thread that works as well as in the one that supervises.
import { writeSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { ThreadNote } from "../../src/commands/open-apart.ts";
import type { DockerfileFact } from "../../src/facts/dockerfile/dockerfile.ts";
import { rules } from "../../src/rules/index.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { start } from "../../src/supervision/start.ts";

const faults: Readonly<Record<string, () => unknown>> = {
  "PLANT loop": () => {
    for (;;);
  },
  "PLANT regex": () => /^(a+)+$/.test(`${"a".repeat(64)}b`),
  "PLANT caught loop": () => {
    for (;;)
      try {
        for (;;);
      } catch {
        // Nothing that is caught here ends it.
      }
  },
  "PLANT memory": () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, at) => at + kept.length));
  },
  "PLANT text": () => {
    let text = "x";
    for (;;) text += text;
  },
  "PLANT depth": () => {
    const deeper = (): number => 1 + deeper();
    return deeper();
  },
  "PLANT error": () => {
    throw new TypeError("planted");
  },
};

const [any] = rules;
if (any === undefined) throw new Error("there are no rules");
const planted: Rule = {
  ...any,
  id: "build/planted",
  needs: ["dockerfile"],
  // oxlint-disable-next-line require-yield
  *check(facts): Generator<never, undefined> {
    const { text } = facts["dockerfile" as keyof typeof facts] as DockerfileFact;
    for (const [mark, act] of Object.entries(faults)) {
      if (!text.includes(mark)) continue;
      writeSync(2, "hanging now\n");
      act();
    }
    return undefined;
  },
};
(rules as Rule[]).push(planted);

// What writes the report is the last that an archive's reader comes to.
if (parentPort !== null) {
  const port = parentPort;
  const post = port.postMessage.bind(port);
  port.postMessage = (message: { readonly note?: ThreadNote }) => {
    if (message.note?.written?.text.includes("efficiency") === true) {
      writeSync(2, "hanging now\n");
      for (;;);
    }
    post(message);
  };
}

await start(new URL(import.meta.url));
