import fc from "fast-check";
import { expect, it } from "vitest";
import { parseChallenges } from "./challenge.ts";

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

it.each<[string, unknown]>([
  [
    'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
    [
      [
        "bearer",
        { realm: "https://auth.example/token", service: "registry.example", scope: "repository:a/b:pull,push" },
      ],
    ],
  ],
  ['Basic realm="a \\"quoted\\" realm"', [["basic", { realm: 'a "quoted" realm' }]]],
  [
    'Basic realm="x", BEARER Realm=y , service = "z"',
    [
      ["basic", { realm: "x" }],
      ["bearer", { realm: "y", service: "z" }],
    ],
  ],
  [
    "Negotiate, Basic",
    [
      ["negotiate", {}],
      ["basic", {}],
    ],
  ],
  ["", []],
  ['Bearer realm="unclosed', [["bearer", { realm: "" }]]],
  ["realm=x", []],
])("reads %s", (header, expected) => {
  expect(read(header)).toEqual(expected);
});

it("terminates without errors on any header", () => {
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (header) => parseChallenges(header).length <= 400));
  expect(parseChallenges(`Bearer ${'a="'.repeat(100_000)}`).length).toBeLessThan(20_000);
  expect(parseChallenges(`Bearer a="${"\\".repeat(100_000)}`)).toHaveLength(1);
});
