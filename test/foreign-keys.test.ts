// A text of a file can be `constructor` or `__proto__`, which every object answers to. So no object of the sources is asked for a property
// whose name is only known when it runs: the compiler's own types tell where that would be.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findForeignKeys } from "../scripts/foreign-keys/find.ts";
import { Failure } from "../src/domain/failure.ts";
import { ownValue, putOwn } from "../src/domain/own-value.ts";
import type { FuzzTarget } from "./fuzz/target.ts";

const root = join(import.meta.dirname, "..");

const planted: readonly (readonly [text: string, place: string])[] = [
  ["const table = { a: 1 } as Record<string, number>; export const x = table[word];", "table[word]"],
  ["const table = { a: 1 }; export const x = (table as any)[word];", "(table as any)[word]"],
  ["const t: Record<string, number> = {}; t[word] = 1;", "t[word]"],
  ["const t: Record<string, number> | undefined = JSON.parse(word); export const x = t?.[word];", "t?.[word]"],
  ["const t: Record<string, number> = {}; delete t[word];", "t[word]"],
  ["const t = { a: 1 }; export const x = word in t;", "word in t"],
  ["const t: Record<string, number> = {}; export const { [word]: x } = t;", "[word]: x"],
  ["const t = {}; Object.assign(t, JSON.parse(word));", "Object.assign(t, JSON.parse(word))"],
  ["export const f = <K extends string>(t: Record<string, number>, key: K): unknown => t[key];", "t[key]"],
  ["const t: Record<string, number> = {}; export const x = t[JSON.parse(word)];", "t[JSON.parse(word)]"],
  [
    "type B = string & { readonly b?: 1 }; const t: Record<string, 1> = {}; export const x = t[word as B];",
    "t[word as B]",
  ],
];
const harmless: readonly string[] = [
  "const list = [1]; for (let at = 0; at < 1; at++) list[at] = 2;",
  "const t = { a: 1, b: 2 }; for (const key of ['a', 'b'] as const) t[key] = 3;",
  "export const x = { [word]: 1 };",
  "const t: Record<string, number> = {}; export const x = t['a'];",
  "export const x = new Map([[word, 1]]).get(word);",
  "export const x = Object.assign(() => 1, { end: 2 });",
];

/** What is found in each text, as files of one small project. */
function foundIn(texts: readonly string[]): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "src"));
  for (const [at, text] of texts.entries())
    writeFileSync(join(folder, `src/${at}.ts`), `declare const word: string;\n${text}\nexport {};\n`);
  const compilerOptions = { target: "es2024", module: "nodenext", strict: true, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  const found = findForeignKeys(folder);
  return texts.map((_, at) => found.find((one) => one.at === `src/${at}.ts:2`)?.text);
}

describe("objects that are indexed by any word", { timeout: 120_000 }, () => {
  it("are none of the sources", () => {
    const elsewhere = findForeignKeys(root).filter(({ at }) => !at.startsWith("src/domain/own-value.ts:"));
    expect(elsewhere.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
  });

  it("are found when they are planted", () => {
    expect(foundIn(planted.map(([text]) => text))).toEqual(planted.map(([, place]) => place));
  });

  it("are no lists, no fixed keys, and nothing that is made of words", () => {
    expect(foundIn(harmless)).toEqual(harmless.map(() => undefined));
  });
});

describe("ownValue and putOwn", () => {
  it.each(Object.getOwnPropertyNames(Object.prototype))("%s", (name) => {
    const table: Record<string, number> = { a: 1 };
    expect(ownValue(table, name)).toBeUndefined();
    putOwn(table, name, 2);
    expect(ownValue(table, name)).toBe(2);
    expect(Object.getPrototypeOf(table)).toBe(Object.prototype);
    expect(Object.keys(table)).toEqual(["a", name]);
    expect(ownValue(undefined, name)).toBeUndefined();
  });
});

/** Each word of what a parser reads, one after the other, becomes the name of a method that all objects have. */
const targets = new URL("fuzz/targets/", import.meta.url);
const names = ["constructor", "__proto__", "toString"];
describe("names of an object's own methods in place of each word", () => {
  it.each(readdirSync(targets).filter((name) => name !== "archive.ts"))(
    "%s",
    async (file) => {
      const { default: target } = (await import(new URL(file, targets).href)) as { default: FuzzTarget };
      const folder = mkdtempSync(join(tmpdir(), "hullproof-words-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      let cases = 0;
      const wrong: string[] = [];
      for (const sample of target.samples.slice(0, 40)) {
        const text = Buffer.from(sample as Buffer).toString("utf8");
        const words = new Set(text.slice(0, 4_000).match(/[A-Za-z_][\w-]*/g));
        for (const word of words) {
          const name = names[cases++ % names.length] ?? "";
          const changed = text.replaceAll(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, "g"), name);
          try {
            await target.run(Buffer.from(changed), folder);
          } catch (error) {
            // A refusal is an answer.
            if (!(error instanceof Failure))
              wrong.push(`${name} for ${word} in ${text.slice(0, 200)}: ${String(error)}`);
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(cases).toBeGreaterThan(0);
    },
    120_000,
  );
});
