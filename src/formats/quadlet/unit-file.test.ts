import { expect, it } from "vitest";
import { dropInFolders, withDropIns } from "./drop-ins.ts";
import { parseUnit } from "./unit-file.ts";
import { allValues, allWords, lastBoolean, lastValue, lastWords } from "./unit-values.ts";

const unit = (text: string) => parseUnit("a.container", text);
const words = (value: string, splitting: "exec" | "list" = "exec") =>
  allWords(unit(`[Container]\nK=${value}\n`), "Container", "K", splitting).map((word) => word.value);

it("uses the last value of a key, or all since an empty one", () => {
  const read = unit(
    "[Container]\nImage=a\nVolume=x:/x\nVolume=\nVolume=y:/y\nImage=b \n[Unit]\n[Container]\nVolume=z:/z\n",
  );
  expect(lastValue(read, "Container", "Image")?.value).toBe("b");
  expect(allValues(read, "Container", "Volume").map(({ value }) => value)).toEqual(["y:/y", "z:/z"]);
  expect(lastValue(read, "Container", "User")).toBeUndefined();
  expect(read.problems).toEqual([]);
});

it("locates a value without surrounding quotes and blanks", () => {
  const text =
    '# note\n[Container]\n  Image =  "docker.io/a:1"  \nExec=serve "two words" \\\n  # not a word\n  \\x41\\\n';
  const read = unit(text);
  const image = lastValue(read, "Container", "Image");
  expect(text.slice(image?.span.start, image?.span.end)).toBe("docker.io/a:1");
  expect(text.slice(image?.entry.span.start, image?.entry.span.end)).toBe('Image =  "docker.io/a:1"');
  const exec = lastWords(read, "Container", "Exec") ?? [];
  expect(exec.map(({ value }) => value)).toEqual(["serve", "two words", "A"]);
  expect(exec.map(({ span }) => text.slice(span.start, span.end))).toEqual(["serve", '"two words"', "\\x41"]);
});

it("continues lines over comments and empty lines, and drops one continued into the end", () => {
  expect(lastValue(unit("[C]\nA=1 \\\n; x\n\n2\nB=3"), "C", "A")?.value).toBe("1 2");
  expect(lastValue(unit("[C]\nA=1 \\\n# x\n\n"), "C", "A")).toBeUndefined();
  expect(lastValue(unit("[C]\nA=1 \\"), "C", "A")?.value).toBe("1");
  expect(lastValue(unit("[C]\r\nA=1 \\\r\n2\r\n"), "C", "A")?.value).toBe("1 2");
});

it("reports lines that Podman refuses and continues", () => {
  const text = "Image=x\n[Container]\nImage\n=y\n[Con\nImage=z\n\ufeff[Unit]\n";
  const read = unit(text);
  expect(read.problems.map(({ span }) => text.slice(span.start, span.end))).toEqual([
    "Image=x",
    "Image",
    "=y",
    "[Con",
    "\ufeff[Unit]",
  ]);
  expect(lastValue(read, "Container", "Image")?.value).toBe("z");
});

it.each([
  ["a  b\tc", ["a", "b", "c"]],
  [`'a b' "c d"e`, ["a b", "c de"]],
  [String.raw`a\x20b \u00e9 \101 \s \t`, ["a b", "é", "A", " ", "\t"]],
  // An unknown escape voids the value, an empty word ends it, an open quote reaches to the end.
  [String.raw`a \q b`, []],
  [`a "" b`, ["a"]],
  [`a "b c`, ["a", "b c"]],
  [String.raw`\ud800`, ["\ufffd"]],
  [String.raw`\x00`, []],
])("exec words of %s", (value, expected) => expect(words(value)).toEqual(expected));

it("keeps backslashes in lists", () => {
  expect(words(String.raw`a\x20b "c d"`, "list")).toEqual([String.raw`a\x20b`, "c d"]);
});

it.each(["1", "yes", "True", "ON", '"true"'])("%s is on", (value) =>
  expect(lastBoolean(unit(`[C]\nA=${value}`), "C", "A")?.on).toBe(true),
);
it.each(["0", "y", "enabled", ""])("%j is off", (value) =>
  expect(lastBoolean(unit(`[C]\nA=${value}`), "C", "A")?.on).toBe(false),
);

it("searches drop-ins from the nearest name on and appends their keys", () => {
  expect(dropInFolders("a-b-c@one.container")).toEqual([
    "a-b-c@one.container.d",
    "a-b-c@.container.d",
    "a-b-@.container.d",
    "a-b-.container.d",
    "a-@.container.d",
    "a-.container.d",
    "container.d",
  ]);
  expect(dropInFolders("web.pod")).toEqual(["web.pod.d", "pod.d"]);
  const over = parseUnit("a.container.d/x.conf", "[Container]\nImage=b\nVolume=\n[Service]\nRestart=always\n");
  const both = withDropIns(unit("[Container]\nImage=a\nVolume=x:/x\n"), [over]);
  expect(lastValue(both, "Container", "Image")).toMatchObject({ value: "b", file: "a.container.d/x.conf" });
  expect(allValues(both, "Container", "Volume")).toEqual([]);
  expect(lastValue(both, "Service", "Restart")?.value).toBe("always");
});
