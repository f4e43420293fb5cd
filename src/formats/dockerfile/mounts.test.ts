import { describe, expect, it } from "vitest";
import { mountFields, mountSource } from "./mounts.ts";

describe("fields of a mount", () => {
  it.each([
    ["type=bind,from=a", ["type=bind", "from=a"]],
    ["RO,From=A", ["ro", "from=A"]],
    ['"target=/a,from=b",from=c', ["target=/a,from=b", "from=c"]],
    ['"target=/a""b"', ['target=/a"b']],
    ["a=b=c,", ["a=b=c", ""]],
    ["", [""]],
  ])("are those of one record of CSV: %s", (mount, fields) => {
    expect(mountFields(mount)?.map(({ key, value }) => (value === undefined ? key : `${key}=${value}`))).toEqual(
      fields,
    );
  });

  it.each(['a="b"', '"a=b', '"a=b"c', 'a"b'])("are unknown where Docker finds no CSV: %s", (mount) => {
    expect(mountFields(mount)).toBeUndefined();
  });

  it("say where the last source is, unless it is quoted", () => {
    const mount = "from=x,source=/a-from=b,from=b";
    expect(mountSource(mount)).toEqual({ key: "from", value: "b", valueAt: mount.length - 1 });
    expect(mountSource('"from=b",target=/a')).toEqual({ key: "from", value: "b" });
    expect(mountSource("source=/from=b")).toBeUndefined();
  });
});
