import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keywordSearch } from "./keyword-search.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

describe.each([
  ["one by one", Number.POSITIVE_INFINITY],
  ["in one pass", 0],
])("%s", (_, plain) => {
  const find = (keywords: readonly string[], text: string): string[] => {
    const found: string[] = [];
    keywordSearch(keywords, plain)(bytes(text), (keyword, at) => found.push(`${keywords[keyword]}@${at}`) > 0);
    return found.sort();
  };

  it("finds keywords of three letters and more at the start, at the end and across each other", () => {
    const keywords = ["hf_", "ghp_", "password", "swor"];
    expect(find(keywords, "hf_ ghp_ passwordhf_")).toEqual(["ghp_@4", "hf_@0", "hf_@17", "password@9", "swor@12"]);
    expect(find(keywords, "")).toEqual([]);
    expect(find(keywords, "hf")).toEqual([]);
    expect(find(keywords, "hf_")).toEqual(["hf_@0"]);
  });

  it("takes a keyword in lower case for any case", () => {
    expect(find(["password"], "PASSWORD PassWord")).toEqual(["password@0", "password@9"]);
  });

  it("ends when it is told to", () => {
    let calls = 0;
    keywordSearch(["aaaa"], plain)(bytes("a".repeat(100)), () => ++calls < 3);
    expect(calls).toBe(3);
  });

  it("finds all that a search for each one finds", () => {
    const letters = fc.constantFrom("a", "b", "_", "-", ".", "x", "\0", "\xff");
    const word = fc
      .array(fc.constantFrom("a", "b", "_", "-"), { minLength: 3, maxLength: 7 })
      .map((list) => list.join(""));
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
        fc.array(letters, { maxLength: 200 }).map((list) => list.join("")),
        (keywords, text) => {
          const expected = keywords.flatMap((keyword) =>
            text.split("").flatMap((_, at) => (text.startsWith(keyword, at) ? [`${keyword}@${at}`] : [])),
          );
          const found = find(keywords, text);
          for (const one of expected) expect(found).toContain(one);
          expect(new Set(found).size).toBe(found.length);
        },
      ),
    );
  });
});
