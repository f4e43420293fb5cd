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

describe("a text that is longer than what is judged", () => {
  it.each([limit + 1, limit * 2, limit * 7])("is not kept: %d characters", (length) => {
    const { documents } = opened("x".repeat(length));
    expect(documents.get(uri)).toMatchObject({ tooLong: true, lines: { text: "" } });
    expect(documents.buffers()).toEqual(new Map());
  });
  it("is kept up to the limit", () => {
    const text = "x".repeat(limit);
    expect(opened(text).documents.get(uri)?.lines.text).toBe(text);
  });
  it.each(["", "y", "y".repeat(limit)])("stays unknown when a part of it changes", (text) => {
    const { change, documents } = opened("x".repeat(limit + 1));
    expect(change(text, range)).toMatchObject({ tooLong: true, version: 2, lines: { text: "" } });
    expect(documents.buffers().size).toBe(0);
  });
  it("is known again once the whole is sent", () => {
    const { change, documents } = opened("x".repeat(limit + 1));
    const document = change("FROM a\n");
    expect(document?.lines.text).toBe("FROM a\n");
    expect(document).not.toHaveProperty("tooLong");
    expect(documents.buffers().size).toBe(1);
  });
  it.each([1, 2, limit])("is dropped when a change of %d characters makes it so", (length) => {
    expect(opened("x".repeat(limit)).change("y".repeat(length + 1), range)).toMatchObject({ tooLong: true });
  });
  it("takes the changes of one message in their order", () => {
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

it("changes of a long text read no further than the line that they are in", () => {
  const text = "a\n".repeat(limit / 2);
  const { change } = opened(text);
  const begin = performance.now();
  for (let count = 0; count < 200; count++) change("b", { start: at(3, 0), end: at(3, 1) });
  // Each split takes a tenth of a second.
  expect(performance.now() - begin).toBeLessThan(8_000);
});

it.each(["\n", "\r\n", "\r"])(
  "changes at each place make the same text as edits of a string, lines ending with %j",
  (end) => {
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
  },
);
