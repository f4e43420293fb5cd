import { expect, test } from "vitest";
import { hasStage } from "./has-stage.ts";

test.each([
  "FROM a",
  "\uFEFFfrom a",
  "# syntax=docker/dockerfile:1\n\n# comment\nARG A=1\r\nARG B\\\n  =2\nFROM a:${A}\n",
  "ARG A=1 \\\n# comment\n\n  B=2\nFROM a",
  "# escape=`\nARG A=C:\\\nFROM a",
  // No stage either, but the engine refuses these with a message.
  "RUN x",
])("finds a stage in %j", (text) => {
  expect(hasStage(text)).toBe(true);
});

test.each([
  "",
  "\n\n",
  "# FROM a",
  "ARG A=1",
  "arg a\nARG B",
  "ARG A=1 \\\nFROM a",
  "# escape=`\nARG A=1 `\nFROM a",
  "ARG A \\\n# c\n\nFROM a",
])("finds no stage in %j", (text) => {
  expect(hasStage(text)).toBe(false);
});
