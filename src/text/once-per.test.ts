import { expect, it } from "vitest";
import { oncePer } from "./once-per.ts";

it("computes once per object, even if undefined, with the other arguments of the first call", () => {
  const asked: unknown[] = [];
  const lengthOf = oncePer((list: readonly string[], most: number) => {
    asked.push([list, most]);
    return list.length > most ? undefined : list.length;
  });
  const short = ["a"];
  const long = ["a", "b", "c"];
  expect([lengthOf(short, 2), lengthOf(long, 2), lengthOf(short, 0), lengthOf(long, 9)]).toEqual([
    1,
    undefined,
    1,
    undefined,
  ]);
  expect(asked).toEqual([
    [short, 2],
    [long, 2],
  ]);
});
