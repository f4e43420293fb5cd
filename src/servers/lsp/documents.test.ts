import { describe, expect, it } from "vitest";
import { openDocuments } from "./documents.ts";

const uri = "file:///w/Dockerfile";
const limit = 4 * 1024 * 1024;
const opened = (text: string) => {
  const documents = openDocuments();
  documents.open({ textDocument: { uri, version: 1, languageId: "dockerfile", text } });
  const change = (text: string, range?: object) =>
    documents.change({ textDocument: { uri, version: 2 }, contentChanges: [{ text, ...(range && { range }) }] });
  return { documents, change };
};
const at = (line: number, character: number) => ({ line, character });
const range = { start: at(0, 0), end: at(0, 1) };

describe("a text beyond the maximum size", () => {
  it.each([limit + 1, limit * 2, limit * 7])("does not store a text of %d characters", (length) => {
    const { documents } = opened("x".repeat(length));
    expect(documents.get(uri)).toMatchObject({ tooLong: true, lines: { text: "" } });
    expect(documents.buffers()).toEqual(new Map());
  });
  it("stores a text up to the limit", () => {
    const text = "x".repeat(limit);
    expect(opened(text).documents.get(uri)?.lines.text).toBe(text);
  });
  it.each(["", "y", "y".repeat(limit)])("stays unknown after a partial change", (text) => {
    const { change, documents } = opened("x".repeat(limit + 1));
    expect(change(text, range)).toMatchObject({ tooLong: true, version: 2, lines: { text: "" } });
    expect(documents.buffers().size).toBe(0);
  });
  it("recovers when the whole text is sent", () => {
    const { change, documents } = opened("x".repeat(limit + 1));
    const document = change("FROM a\n");
    expect(document?.lines.text).toBe("FROM a\n");
    expect(document).not.toHaveProperty("tooLong");
    expect(documents.buffers().size).toBe(1);
  });
  it.each([1, 2, limit])("drops a text when a change of %d characters exceeds the limit", (length) => {
    expect(opened("x".repeat(limit)).change("y".repeat(length + 1), range)).toMatchObject({ tooLong: true });
  });
  it("applies the changes of one message in order", () => {
    const { documents } = opened("FROM a\n");
    const contentChanges = [
      { text: "x".repeat(limit + 1) },
      { text: "y", range },
      { text: "FROM b\n" },
      { text: "G", range },
    ];
    expect(documents.change({ textDocument: { uri, version: 3 }, contentChanges })?.lines.text).toBe("GROM b\n");
  });
});

it("reads a long text only up to the changed line", () => {
  const text = "a\n".repeat(limit / 2);
  const { change } = opened(text);
  const begin = performance.now();
  for (let count = 0; count < 200; count++) change("b", { start: at(3, 0), end: at(3, 1) });
  // Each split takes a tenth of a second.
  expect(performance.now() - begin).toBeLessThan(8_000);
});

it.each(["\n", "\r\n", "\r"])("applies changes like edits of a string, with lines ending in %j", (end) => {
  const lines = ["FROM a", "", "RUN bc", "x"];
  const text = lines.join(end);
  const offset = (line: number, character: number) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + end.length, 0) +
    Math.min(character, lines[line]?.length ?? 0);
  for (const [line, content] of lines.entries())
    for (let character = 0; character <= content.length + 2; character++) {
      const place = offset(line, character);
      const made = opened(text).change("Z", { start: at(line, character), end: at(line, character) });
      expect(made?.lines.text).toBe(`${text.slice(0, place)}Z${text.slice(place)}`);
    }
  expect(opened(text).change("Z", { start: at(9, 0), end: at(9, 0) })?.lines.text).toBe(`${text}Z`);
});
