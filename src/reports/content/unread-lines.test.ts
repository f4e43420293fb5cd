import { expect, it } from "vitest";
import type { Report } from "../../domain/report/report.ts";
import { unreadLines } from "./unread-lines.ts";

const files = ["a/Dockerfile", "b/Dockerfile", "c/Dockerfile"];

const report = {
  targets: files.map((id) => ({ id, kind: "dockerfile", name: id })),
  rules: [],
  notChecked: [...files.map((id) => `${id}: it is a template`), "x.yaml: it is a template", "nothing else"],
} as unknown as Report;

it("joins files with one reason", () => {
  expect(unreadLines(report, "--skipped")).toEqual([
    "a/Dockerfile and 2 more files: it is a template",
    "x.yaml: it is a template",
    "nothing else",
  ]);
});
