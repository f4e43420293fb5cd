import { expect, it } from "vitest";
import { portsOf } from "./service-parts.ts";

it.each([
  ["9007199254740993", []],
  ["9007199254740993-9007199254740995", []],
  ["1e300", []],
  ["70000", []],
  ["0", []],
  ["80-90/sctp", []],
  ["90-80", []],
  ["80.5", []],
  ["80-81", [80, 81]],
  ["127.0.0.1:8080:80/udp", [80]],
])("ports: %s", (text, expected) => {
  expect(portsOf({ ports: [text] }).map(({ port }) => port)).toEqual(expected);
});

it("limits a port range to a hundred", () => {
  expect(portsOf({ ports: ["1-65535"] })).toHaveLength(100);
});
