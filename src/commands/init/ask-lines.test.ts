import { expect, it } from "vitest";
import type { CliContext } from "../cli-context.ts";
import { askLines } from "./ask-lines.ts";

/** The answer, and the terminal lines after each key. */
async function asked(keys: readonly string[], columns = 80) {
  const left = [...keys, "\r"];
  const lines: string[] = [];
  let drawn = "";
  const stderr = {
    write(text: string) {
      lines.push(...`${drawn}${text}`.split("\n").slice(0, -1));
      drawn = "";
    },
    redraw: (line: string) => void (drawn = line),
  };
  const context = { process: { stderr }, stderr: { live: true, columns }, readKey: async () => left.shift() ?? "" };
  const ask = askLines(context as unknown as CliContext);
  const answer = await ask?.("Which request proves that it works?", ":8080/");
  return { answer, lines };
}

it.each([
  ["an empty line takes what was found", [], ":8080/", "Which request proves that it works? [:8080/] > "],
  [
    "a wide character goes as a whole",
    ["漢", "😀", "\u007f", "\u007f", "a"],
    "a",
    "Which request proves that it works? [:8080/] > a",
  ],
  ["Ctrl-U takes all away", ["a", "b", "\u0015", "c"], "c", "Which request proves that it works? [:8080/] > c"],
  ["what is no character is not taken", ["\u001b", "\t", "a"], "a", "Which request proves that it works? [:8080/] > a"],
  ["nothing is taken from nothing", ["\b", "a"], "a", "Which request proves that it works? [:8080/] > a"],
])("%s", async (_, keys, answer, line) => {
  expect(await asked(keys)).toEqual({ answer, lines: [line] });
});

it("wraps a question at words, and keeps the end of a long answer visible", async () => {
  const { answer, lines } = await asked("0123456789abcdefghijklmnopqrstuvwxyz".split(""), 40);
  expect(answer).toBe("0123456789abcdefghijklmnopqrstuvwxyz");
  expect(lines).toEqual(["Which request proves that it works?", "[:8080/] > 89abcdefghijklmnopqrstuvwxyz"]);
});

it("writes nothing at the end of input", async () => {
  await expect(asked(["a", "\u0004"])).rejects.toThrow("the questions were not answered; nothing more was written");
});
