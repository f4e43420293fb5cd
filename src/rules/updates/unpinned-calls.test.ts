import { expect, it } from "vitest";
import { dockerfile, of } from "../../../test/check/checked-text.ts";

it.each<[string, "warning" | "info"]>([
  ["golang:1.9.2", "info"],
  ["golang:1.8-alpine", "info"],
  ["golang:1.10", "info"],
  ["docker.io/library/golang:1.10.3-stretch", "info"],
  ["golang:1.11", "warning"],
  ["golang:1.16-alpine", "warning"],
  ["golang:1.25", "warning"],
  ["golang:1", "warning"],
  ["golang", "warning"],
  ["example/golang:1.9", "warning"],
])("go get without a version: with %s %s, with a version to write from Go 1.11 on", (image, severity) => {
  const [found] = of(dockerfile(`FROM ${image}\nRUN go get github.com/a/b\n`), "updates/unpinned-dependencies");
  expect(found?.severity).toBe(severity);
  expect(found?.message).toMatch(severity === "info" ? /knows no versions/ : /write `github.com\/a\/b@v1\.2\.3`/);
});

it("another manager beside an old Go has its advice", () => {
  const [found] = of(dockerfile("FROM golang:1.9\nRUN npm install -g yo\n"), "updates/unpinned-dependencies");
  expect(found?.severity).toBe("warning");
});
