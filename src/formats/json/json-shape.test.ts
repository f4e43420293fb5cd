import { expect, test } from "vitest";
import {
  count,
  fitting,
  flag,
  listOf,
  maybe,
  objectOf,
  orElse,
  recordOf,
  shaped,
  text,
  textLike,
} from "./json-shape.ts";

const shape = objectOf({
  Config: text,
  RepoTags: maybe(listOf(text, 2)),
  Labels: orElse(recordOf(text), {}),
  size: orElse(count, 0),
  empty: maybe(flag),
  digest: maybe(textLike(/^sha256:/, "not a digest")),
});

const fail = (why: string) => new Error(why);

test("returns the requested fields of a matching value", () => {
  expect(shaped(shape, { Config: "a", RepoTags: null, Labels: { b: "c" }, size: 3, more: true }, fail)).toEqual({
    Config: "a",
    Labels: { b: "c" },
    size: 3,
  });
});

test.each([
  [[], ": Invalid input: expected object, received array"],
  [null, ": Invalid input: expected object, received null"],
  [{}, "Config: Invalid input: expected string, received undefined"],
  [{ Config: "", RepoTags: {} }, "RepoTags: Invalid input: expected array, received object"],
  [{ Config: "", RepoTags: ["", 1] }, "RepoTags.1: Invalid input: expected string, received number"],
  [{ Config: "", RepoTags: ["", "", ""] }, "RepoTags: Too big: expected array to have <=2 items"],
  [{ Config: "", Labels: { "a.b": [] } }, "Labels.a.b: Invalid input: expected string, received array"],
  [{ Config: "", Labels: "" }, "Labels: Invalid input: expected record, received string"],
  [{ Config: "", size: "1" }, "size: Invalid input: expected number, received string"],
  [{ Config: "", size: 2 ** 53 }, "size: Invalid input: expected int, received number"],
  [{ Config: "", size: -1 }, "size: Too small: expected number to be >=0"],
  [{ Config: "", empty: 0 }, "empty: Invalid input: expected boolean, received number"],
  [{ Config: "", digest: "md5:" }, "digest: not a digest"],
])("%j does not fit", (value, why) => {
  expect(() => shaped(shape, value, fail)).toThrow(why);
  expect(fitting(shape, value)).toBeUndefined();
});

test("passes on errors of a shape itself", () => {
  const broken = () => {
    throw new Error("a bug");
  };
  expect(() => fitting(broken, 1)).toThrow("a bug");
});
