import { expect, it } from "vitest";
import { wholeLines } from "./evidence.ts";

const seen = (text: string, part: string, of?: string): string => {
  const spanOf = (one: string) => ({ start: text.indexOf(one), end: text.indexOf(one) + one.length });
  const { start, end } = wholeLines(text, spanOf(part), of === undefined ? undefined : spanOf(of));
  return text.slice(start, end);
};

it.each([
  ["a:\n  b: 1\n", "b: 1", "  b: 1"],
  ["a:\r\n  b: 1\r\n", "1", "  b: 1"],
  ["services:\n  web:\n    image: x\n", "web", "  web:"],
  ['    - name: "web"', "web", '    - name: "web"'],
  ["  - - 8080:8080\n", "8080:8080", "  - - 8080:8080"],
  ["limits: {memory: 64M}\n", "memory: 64M", "limits: {memory: 64M}"],
  ["limits: {memory: 64M, cpus: 1}\n", "memory: 64M", "limits: {memory: 64M"],
  ["image: x # and why\n", "image: x", "image: x"],
  ["[Container]\nImage=x\n", "Image=x", "Image=x"],
  ["a:\n  b:\n    c: 1\n", "b:\n    c: 1", "  b:\n    c: 1"],
])("%j: %s stands in its lines", (text, part, expected) => {
  expect(seen(text, part)).toBe(expected);
});

it("leaves out what else a line says", () => {
  expect(seen("web: {environment: {PASSWORD: p4ss}, image: x}\n", "image: x")).toBe("image: x");
  expect(seen("command: serve --token=t0ken --user x\n", "x")).toBe("x");
});

it("shows of a command the line that holds it, and no line around it", () => {
  const text = "before; docker run \\\n  --privileged web; after\n";
  expect(seen(text, "--privileged", "docker run \\\n  --privileged web")).toBe("  --privileged web");
});

it("quotes no line that is too long to be read", () => {
  expect(seen(`image: x${" ".repeat(2_000)}\n`, "image: x")).toBe("image: x");
});
