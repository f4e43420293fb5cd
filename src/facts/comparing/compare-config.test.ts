import { expect, it } from "vitest";
import { parseConfig } from "../../sources/image/archive/config.ts";
import { compareConfig } from "./compare-config.ts";

const config = (fields: object) => {
  const text = JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { diff_ids: [] }, ...fields });
  return parseConfig(new TextEncoder().encode(text), "config.json");
};

it("compares the author of MAINTAINER", () => {
  const [before, after] = [config({ author: "Jo" }), config({ config: { Labels: { authors: "Jo" } } })];
  expect(compareConfig(before, after)).toEqual([
    { setting: "Author", before: "Jo", after: undefined },
    { setting: "Labels.authors", before: undefined, after: "Jo" },
  ]);
  expect(compareConfig(before, config({ author: "Jo" }))).toEqual([]);
  expect(compareConfig(config({ author: "" }), config({}))).toEqual([]);
});
