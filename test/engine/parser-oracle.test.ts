import { afterAll, describe, expect, test } from "vitest";
import { acceptedFiles, acceptedLines, refusedFiles, refusedLines } from "../docker-answers.ts";
import { openFrontend } from "./build-frontend.ts";
import { olderBuildKit } from "./older.ts";

const frontend = await openFrontend();
if (frontend === undefined) console.warn("Docker's own answers are not asked for: this engine has no BuildKit.");
if (olderBuildKit !== undefined) console.warn(`Docker's own answers are not asked for: ${olderBuildKit}.`);
afterAll(() => frontend?.[Symbol.dispose]());

/** Each text with Docker's refusal, or undefined when it takes it. */
async function answers(texts: readonly string[]): Promise<[text: string, error: string | undefined][]> {
  // An engine of this age crashes on a file without any.
  for (const text of texts) if (!/^\W*FROM\b/im.test(text)) throw new Error(`no FROM: ${text}`);
  const told = (await frontend?.outlines(texts)) ?? [];
  return texts.map((text, at) => [text, told[at]]);
}

const after = (line: string): string => `FROM scratch\n${line}\n`;

describe.skipIf(frontend === undefined || olderBuildKit !== undefined)(
  "the table of Docker's answers is Docker's",
  () => {
    test("it takes what is said to be taken", async () => {
      const texts = [after(acceptedLines.join("\n")), ...acceptedFiles];
      expect((await answers(texts)).filter(([, error]) => error !== undefined)).toEqual([]);
    });

    test("it refuses what is said to be refused", async () => {
      // The last one is taken, so that a question that no text could pass is seen.
      const taken = after("CMD a");
      const told = await answers([...refusedLines.map(after), ...refusedFiles, taken]);
      expect(told.filter(([, error]) => error === undefined)).toEqual([[taken, undefined]]);
      // A registry that cannot be reached is no refusal.
      expect(told.filter(([, error]) => /failed to do request|no such host/.test(error ?? ""))).toEqual([]);
    });
  },
);
