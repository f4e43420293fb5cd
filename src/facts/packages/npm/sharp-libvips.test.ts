import { expect, it } from "vitest";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import sharpLibvips from "../ecosystems/sharp-libvips.ts";

const read = (path: string, text: string) => {
  const bytes = Buffer.from(text);
  const file = { path, size: bytes.length, mode: 0o644 };
  if (sharpLibvips.wants?.(file) !== true) return "not wanted";
  return sharpLibvips.read(file, memoryBody(bytes))?.packages?.map(({ name, version }) => `${name} ${version}`);
};
const list = JSON.stringify({
  webp: "1.6.0",
  "zlib-ng": "2.3.3",
  vips: "8.18.7",
  lcms: "2.19.1",
  constructor: "1.0",
  x: 3,
});

it.each([
  "/app/node_modules/@img/sharp-libvips-linux-x64/versions.json",
  "/app/node_modules/sharp/vendor/8.14.5/linux-x64/versions.json",
])("%s lists what was linked into libvips", (path) => {
  expect(read(path, list)).toEqual([
    "libwebp 1.6.0",
    "zlib-ng 2.3.3",
    "libvips 8.18.7",
    "lcms2 2.19.1",
    "constructor 1.0",
  ]);
});

it("ignores other lists and reports damaged ones", () => {
  expect(read("/app/versions.json", list)).toBe("not wanted");
  const path = "/app/node_modules/@img/sharp-libvips-linux-x64/versions.json";
  expect(read(path, "{}")).toBeUndefined();
  expect(() => read(path, "[")).toThrow("JSON");
});
