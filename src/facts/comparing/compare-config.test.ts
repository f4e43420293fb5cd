import { expect, it } from "vitest";
import { parseConfig } from "../../sources/image/archive/config.ts";
import { compareConfig } from "./compare-config.ts";

const config = (fields: object) => {
  const text = JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { diff_ids: [] }, ...fields });
  return parseConfig(new TextEncoder().encode(text), "config.json");
};

it.each<[string, object, object, string | undefined, string | undefined]>([
  ["Shell", { Shell: ["/bin/bash", "-c"] }, { Shell: ["/bin/sh", "-c"] }, '["/bin/bash","-c"]', '["/bin/sh","-c"]'],
  ["Shell", { Shell: ["/bin/bash", "-c"] }, {}, '["/bin/bash","-c"]', undefined],
  ["OnBuild", {}, { OnBuild: ["COPY . /app"] }, undefined, '["COPY . /app"]'],
  [
    "OnBuild",
    { OnBuild: ["RUN a", "RUN b"] },
    { OnBuild: ["RUN b", "RUN a"] },
    '["RUN a","RUN b"]',
    '["RUN b","RUN a"]',
  ],
])("compares %s of %j and %j", (setting, one, other, before, after) => {
  const same = config({ config: { ...one, Shell: null, OnBuild: [] } });
  expect(compareConfig(same, config({}))).toEqual([]);
  expect(compareConfig(config({ config: one }), config({ config: one }))).toEqual([]);
  expect(compareConfig(config({ config: one }), config({ config: other }))).toEqual([{ setting, before, after }]);
});

it("compares the author of MAINTAINER", () => {
  const [before, after] = [config({ author: "Jo" }), config({ config: { Labels: { authors: "Jo" } } })];
  expect(compareConfig(before, after)).toEqual([
    { setting: "Author", before: "Jo", after: undefined },
    { setting: "Labels.authors", before: undefined, after: "Jo" },
  ]);
  expect(compareConfig(before, config({ author: "Jo" }))).toEqual([]);
  expect(compareConfig(config({ author: "" }), config({}))).toEqual([]);
});
