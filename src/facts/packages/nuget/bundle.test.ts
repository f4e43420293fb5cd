import { describe, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import nugetBundle from "../ecosystems/nuget-bundle.ts";

const marker = Buffer.from("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae", "hex");
const target = ".NETCoreApp,Version=v8.0/linux-x64";
const list = JSON.stringify({
  runtimeTarget: { name: target },
  targets: {
    [target]: {
      "App/1.0.0": { runtime: { "App.dll": {} } },
      "Some.Json/13.0.1": { runtime: { "lib/net6.0/Some.Json.dll": {} } },
      "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { runtime: { "System.Runtime.dll": {} } },
    },
  },
  libraries: {
    "App/1.0.0": { type: "project" },
    "Some.Json/13.0.1": { type: "package" },
    "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { type: "runtimepack" },
  },
});

const long = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
};
const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);

interface Shape {
  readonly major?: number;
  readonly content?: string;
  readonly offset?: number;
  readonly size?: number;
  readonly header?: number;
}

/** A host with a bundle behind it. */
function bundle({ major = 6, content = list, offset, size, header }: Shape = {}): Buffer {
  const host = (at: number) =>
    writeElf([
      { name: ".text", content: Buffer.alloc(70_000) },
      { name: ".data", content: Buffer.concat([Buffer.alloc(24), long(at), marker, Buffer.alloc(8)]), writable: true },
    ]);
  const start = host(0).length;
  const files = Buffer.concat([Buffer.alloc(20_000, "x"), Buffer.from(content)]);
  const place = [long(offset ?? start + 20_000), long(size ?? Buffer.byteLength(content))];
  const entries =
    major === 1
      ? [long(0), long(4), Buffer.from([1]), text("App.dll"), ...place, Buffer.from([3]), text("App.deps.json")]
      : [];
  const table = [
    int(major),
    int(0),
    int(major === 1 ? 2 : 0),
    text("a1b2c3"),
    ...(major === 1 ? [] : place),
    ...entries,
  ];
  return Buffer.concat([host(header ?? start + files.length), files, ...table, Buffer.alloc(32)]);
}
const read = (bytes: Uint8Array) =>
  nugetBundle.read({ path: "/app/App", size: bytes.length, mode: 0o755 }, memoryBody(bytes));

describe("a .NET application in one file", () => {
  it.each([1, 2, 6])("lists its packages: version %i of the format", (major) => {
    expect(read(bundle({ major }))?.packages).toEqual([
      { name: "Some.Json", version: "13.0.1" },
      { name: "Microsoft.NETCore.App.Runtime.linux-x64", version: "8.0.1" },
    ]);
  });

  it("returns nothing for a host without a bundle", () => {
    expect(read(bundle({ header: 0 }))).toBeUndefined();
    expect(read(writeElf([{ name: ".data", content: marker }]))).toBeUndefined();
  });

  it("reports a bundle without a list as unread", () => {
    const reason = "it is a .NET application in one file, without a list of its packages";
    expect(read(bundle({ size: 0 }))?.unread).toEqual([{ within: "", reason }]);
  });

  it.each<[string, Shape, string]>([
    ["a header beyond the end", { header: 2 ** 40 }, "beyond its end"],
    ["a list beyond the end", { offset: 2 ** 50 }, "beyond its end"],
    ["a list that says it is huge", { size: 2 ** 40 }, "larger than 32 MiB"],
    ["a list that says it is beyond all numbers", { size: -1 }, "larger than 32 MiB"],
    ["no JSON", { content: "{" }, "not valid JSON"],
    ["deep JSON", { content: "[".repeat(100_000) }, "nested too deeply"],
  ])("%s: an error with the reason", (_, shape, reason) => {
    expect(() => read(bundle(shape))).toThrow(reason);
  });

  it("rejects an invalid table of the first format", () => {
    const bytes = bundle({ major: 1 });
    for (let at = bytes.length - 120; at < bytes.length; at++) {
      const broken = Buffer.from(bytes);
      broken[at] = 0xff;
      try {
        read(broken);
      } catch (error) {
        expect(String(error)).toMatch(/^Error: /);
      }
    }
  });
});
