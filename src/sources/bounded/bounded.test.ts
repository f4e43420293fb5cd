import { describe, expect, it } from "vitest";
import { parseConfig } from "../configuration/config.ts";
import { answerOf } from "../engine/client/answer-of.ts";
import { versionShape } from "../engine/client/shapes.ts";
import { stoppableThread } from "./thread.ts";
import { withinTime } from "./time-limit.ts";
import { withPattern } from "./with-pattern.ts";

describe("withinTime", () => {
  it("returns the result, and throws errors of the work", () => {
    expect(withinTime(1_000, "it", () => 42)).toBe(42);
    const error = new TypeError("mine");
    expect(() =>
      withinTime(1_000, "it", () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it("runs work again that a busy machine gave no time, and not for ever", () => {
    const cell = new Int32Array(new SharedArrayBuffer(4));
    let runs = 0;
    const waitFor = (milliseconds: number) => () => {
      runs++;
      Atomics.wait(cell, 0, 0, milliseconds);
      return runs;
    };
    expect(withinTime(50, "it", waitFor(120))).toBe(3);
    runs = 0;
    expect(() => withinTime(10, "it", waitFor(300))).toThrow("it took longer than 1 s");
    expect(runs).toBe(4);
  });

  it.each<readonly [string, () => unknown]>([
    [
      "a loop",
      () => {
        for (;;);
      },
    ],
    [
      "a loop whose errors are caught",
      () => {
        for (;;)
          try {
            for (;;);
          } catch {
            /* on */
          }
      },
    ],
    ["a regular expression", () => /^(a+)+$/.test(`${"a".repeat(60)}b`)],
    [
      "a generator",
      () =>
        [
          ...(function* () {
            for (;;) yield 1;
          })(),
        ].length,
    ],
    [
      "a getter",
      () =>
        new Proxy(
          { x: 1 },
          {
            get() {
              for (;;);
            },
          },
        ).x,
    ],
    [
      "a comparison that never settles",
      () => {
        for (;;) [3, 2, 1].sort(() => Math.random() - 0.5);
      },
    ],
    [
      "a longer limit inside",
      () =>
        withinTime(60_000, "inner", () => {
          for (;;);
        }),
    ],
  ])("interrupts %s", (_, work) => {
    expect(() => withinTime(100, "it", work)).toThrow(expect.objectContaining({ code: "timed-out" }));
    expect(withinTime(1_000, "next", () => "alive")).toBe("alive");
  });

  it("distinguishes the outer from the inner limit", () => {
    const work = () => {
      try {
        return withinTime(50, "the inner one", () => {
          for (;;);
        });
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(withinTime(60_000, "the outer one", work)).toContain("the inner one");
  });
});

describe("foreign patterns", () => {
  it.each([
    "^(a+)+$",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    // No quantifier, but two alternatives at each letter.
    `^${"(a|a)".repeat(40)}$`,
  ])("interrupts %s, and names it", (pattern) => {
    const text = `${"a".repeat(40)}!`.repeat(20);
    expect(() => withPattern(pattern, () => new RegExp(pattern, "us").test(text))).toThrow(
      expect.objectContaining({ code: "timed-out", message: expect.stringContaining(pattern.slice(0, 77)) }),
    );
  });
});

describe("patterns without backtracking", () => {
  it.each(["served on every engine", "^4[23]", String.raw`\d\d:\d\d`, "(?!", "[", "^$"])(
    "matches %s like without a limit",
    (pattern) => {
      const match = () => new RegExp(pattern, "us").test("42 served on every engine at 12:34");
      let plain: unknown;
      try {
        plain = match();
      } catch (error) {
        plain = (error as Error).message;
      }
      let limited: unknown;
      try {
        limited = withPattern(pattern, match);
      } catch (error) {
        limited = (error as Error).message;
      }
      expect(limited).toEqual(plain);
    },
  );
});

describe("hullproof.yaml", () => {
  it.each([
    ["ignores: *x\n", /hullproof.yaml/],
    [
      `a: &a [x]\n${"bcdefghij"
        .split("")
        .map((name, at) => `${name}: &${name} [${Array(10).fill(`*${"abcdefghi"[at]}`).join(", ")}]\n`)
        .join("")}`,
      /alias/i,
    ],
    ["<<: *b\nb: &b {<<: *b}\n", /hullproof.yaml/],
  ])("rejects an alias that leads nowhere, or expands too much, in one line", (text, message) => {
    const error = (() => {
      try {
        return parseConfig("hullproof.yaml", text);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toMatchObject({ code: "bad-config", message: expect.stringMatching(message) });
  });
});

describe("an engine with an unexpected response", () => {
  it.each([null, undefined, [], "ok", 7, { Version: 1 }, { ApiVersion: "1.45" }])("%j", (answer) => {
    expect(() => answerOf(versionShape, answer)).toThrow(expect.objectContaining({ code: "engine-refused" }));
  });
});

describe("a stoppable thread", () => {
  const open = (memoryMegabytes?: number) =>
    stoppableThread({
      entry: new URL("../../../test/supervised/odd-tasks.ts", import.meta.url),
      ...(memoryMegabytes !== undefined && { memoryMegabytes }),
    });
  const patient = { stallMs: 60_000 };

  it("returns results, and throws errors of the task", async () => {
    await using thread = open();
    expect(await thread.ask("it", { kind: "echo", value: [1, new Map([["a", 2]])] }, patient)).toEqual([
      1,
      new Map([["a", 2]]),
    ]);
    await expect(thread.ask("it", { kind: "fail" }, patient)).rejects.toMatchObject({
      code: "bad-image",
      hint: "a hint",
    });
    await expect(thread.ask("it", { kind: "throw" }, patient)).rejects.toThrow("odd");
    await expect(thread.ask("it", { kind: "unclonable" }, patient)).rejects.toThrow(/clone/);
  });

  it("is stuck only while the thread cannot be ended", async () => {
    await using thread = open();
    const asked = thread.ask("it", { kind: "held", value: 4000 }, { ...patient, milliseconds: 500 });
    await expect(asked).rejects.toMatchObject({ code: "timed-out" });
    expect(thread.stuck).toBe(true);
    await expect.poll(() => thread.stuck, { timeout: 15_000, interval: 50 }).toBe(false);
  });

  it.each(["loop", "promises", "await"])("ends a task that never finishes (%s), and runs the next", async (kind) => {
    await using thread = open();
    await expect(thread.ask("it", { kind }, { ...patient, milliseconds: 1_500 })).rejects.toMatchObject({
      code: "timed-out",
    });
    expect(await thread.ask("it", { kind: "echo", value: 1 }, patient)).toBe(1);
  });

  it("ends a task that blocks its event loop, regardless of its time limit", async () => {
    await using thread = open();
    await expect(thread.ask("it", { kind: "loop" }, { stallMs: 1_500 })).rejects.toMatchObject({ code: "timed-out" });
  });

  it("waits longer for a thread without CPU time, but not forever", async () => {
    await using thread = open();
    expect(await thread.ask("it", { kind: "wait", value: 2_500 }, { stallMs: 1_000 })).toBe("timed-out");
    await expect(thread.ask("it", { kind: "wait", value: 60_000 }, { stallMs: 500 })).rejects.toMatchObject({
      code: "timed-out",
    });
  });

  // Timers come before messages, and messages before immediates: the three places where this thread can be delayed.
  it.each<[string, (hold: () => void) => void]>([
    ["by a timer", (hold) => setTimeout(hold, 0)],
    ["by an immediate", (hold) => setImmediate(hold)],
    [
      "between its messages and its judgment",
      (hold) =>
        setImmediate(() => {
          const due = performance.now() + 150;
          setImmediate(hold);
          while (performance.now() < due);
        }),
    ],
  ])("waits for a thread that was alive while this one was blocked (%s)", async (_, soon) => {
    await using thread = open();
    const asked = thread.ask("it", { kind: "busy", value: 2_500 }, { stallMs: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    soon(() => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500));
    expect(await asked).toBe("done");
  });

  it.each(["memory", "exit"])("survives a task that crashes its thread (%s)", async (kind) => {
    await using thread = open(64);
    await expect(thread.ask("it", { kind }, patient)).rejects.toMatchObject({ code: "unreadable" });
    expect(await thread.ask("it", { kind: "echo", value: 1 }, patient)).toBe(1);
  });

  it.each(["loop", "promises", "await", "deaf"])("ends on a signal (%s)", async (kind) => {
    await using thread = open();
    const stop = new AbortController();
    const asked = thread.ask(
      "it",
      { kind },
      { ...patient, signal: stop.signal, heard: () => (stop.abort(new Error("stopped")), false) },
    );
    await expect(asked).rejects.toThrow("stopped");
  });
});
