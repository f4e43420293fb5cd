import { expect, it } from "vitest";
import { paddedBody } from "./padded-body.ts";

const padded = (body: string, type = "", bodyBytes = 5000): string =>
  paddedBody({ body, bodyBytes, headers: type === "" ? {} : { "Content-Type": type } });

it.each(['{"a":1,"b":[" x "]}', "[1,2]", ' \n{"a":{}}\n', "{}", '{"ü":"€"}'])("keeps the value of %j", (body) => {
  const text = padded(body, "application/json");
  expect(Buffer.byteLength(text)).toBe(5000);
  expect(JSON.parse(text)).toEqual(JSON.parse(body));
  // A parser has to read all of it: what closes is the last.
  expect(text.trimEnd().endsWith(body.trimEnd().slice(-1))).toBe(true);
  expect(text.trimEnd().length).toBeGreaterThan(4900);
});

it("keeps the fields of a form, and adds one", () => {
  const fields = new URLSearchParams(padded("a=1&b=x+y", "application/x-www-form-urlencoded; charset=utf-8"));
  expect([fields.get("a"), fields.get("b"), fields.get("padding")?.length]).toEqual(["1", "x y", 4982]);
  expect(padded("", "application/x-www-form-urlencoded")).toHaveLength(5000);
});

it.each(["\r\n", "\n"])("extends the file of a multipart body, with lines that end in %j", (end) => {
  const parts = [
    "--B1",
    'Content-Disposition: form-data; name="f"; filename="a.txt"',
    "",
    "hello",
    "--B1",
    'Content-Disposition: form-data; name="note"',
    "",
    "short",
    "--B1--",
    "",
  ];
  const text = padded(parts.join(end), 'multipart/form-data; boundary="B1"');
  const lines = text.split(end);
  expect(Buffer.byteLength(text)).toBe(5000);
  expect(lines[3]).toMatch(/^hellox+$/u);
  expect(lines.filter((_, at) => at !== 3)).toEqual(parts.filter((_, at) => at !== 3));
});

it("writes blanks into the end tag of XML, and empty lines after other text", () => {
  expect(padded("<a><b/></a>\n", "text/xml", 20)).toBe("<a><b/></a        >\n");
  expect(padded("BEGIN:X\r\nEND:X\r\n", "text/calendar", 20)).toBe("BEGIN:X\r\nEND:X\r\n\n\n\n\n");
  expect(padded("<not closed", "", 20)).toBe(`<not closed${"\n".repeat(9)}`);
  expect(padded('{"a":', "application/json", 7)).toBe('{"a":\n\n');
});

it("keeps a body of that length, and limits an absurdly long one", () => {
  expect(padded("hello", "", 5)).toBe("hello");
  expect(padded("hello", "", -1)).toBe("hello");
  expect(padded("", "", Number.MAX_SAFE_INTEGER).length).toBe(64 * 1024 * 1024);
});
