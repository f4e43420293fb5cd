import { expect, it } from "vitest";
import { envFile } from "./env-file.ts";

const lookup = (name: string): string | undefined => (name === "OUT" ? "outside" : undefined);
const refuse = (line: number, problem: string): Error => new Error(`${line}: ${problem}`);

it.each([
  ["A=1 # c", { A: "1" }],
  ["A=1#c", { A: "1#c" }],
  ["A: b", { A: "b" }],
  ["export A=b", { A: "b" }],
  ["OUT\nMISSING\n", { OUT: "outside" }],
  ["A=1\nB=${A}$OUT", { A: "1", B: "1outside" }],
  ["A='$OUT'", { A: "$OUT" }],
  ['A="$OUT\\n\\$x"', { A: "outside\n$x" }],
  ["A='one\ntwo'\nB=2", { A: "one\ntwo", B: "2" }],
  ["A='it\\'s'", { A: "it's" }],
  ["a.b[0]-c=1", { "a.b[0]-c": "1" }],
  ["\uFEFFA=1\r\nB=2\r\n", { A: "1", B: "2" }],
])("reads %j", (text, expected) => {
  expect(envFile(text, { lookup, refuse })).toEqual(expected);
});

it.each([
  ["A=1\nB='x", "2: unterminated quoted value 'x"],
  ["A=1\n!B=2", "2: unexpected character"],
  ["A B=1", "1: key cannot contain a space"],
])("refuses %j", (text, message) => {
  expect(() => envFile(text, { refuse })).toThrow(message);
});

it("accepts a last line without =, a second statement on a line, and octal escapes beyond a byte", () => {
  const refuse = (line: number, problem: string) => new Error(`${line}: ${problem}`);
  expect(envFile("A=1\nexport B", { refuse })).toEqual({ A: "1", "": "B" });
  expect(envFile("=x\n", { refuse })).toEqual({ "": "x" });
  expect(envFile('A="x" B=2\nC=3', { refuse })).toEqual({ A: "x", B: "2", C: "3" });
  expect(envFile('A="\\0101 \\0777"', { refuse })).toEqual({ A: "A \\777" });
  expect(() => envFile("A=1\n\nB!=2", { refuse })).toThrow('3: unexpected character "!" in variable name "B!=2"');
});
