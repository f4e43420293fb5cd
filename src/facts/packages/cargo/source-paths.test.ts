import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import cargo from "../ecosystems/cargo.ts";

const tables = [
  { name: ".gcc_except_table", content: Buffer.alloc(8) },
  { name: ".tbss", content: Buffer.alloc(8) },
];
const packagesOf = (text: string, { comment = "", parts = tables } = {}) => {
  const bytes = writeElf([
    { name: ".text", content: Buffer.alloc(40) },
    { name: ".rodata", content: Buffer.from(`x${text}y`, "latin1") },
    ...parts,
    ...(comment === "" ? [] : [{ name: ".comment", content: Buffer.from(comment, "latin1") }]),
  ]);
  return cargo.read({ path: "/usr/bin/tool", size: bytes.length, mode: 0o755 }, memoryBody(bytes))?.packages ?? [];
};
const read = (text: string, more?: Parameters<typeof packagesOf>[1]) =>
  packagesOf(text, more).map(({ name, version }) => `${name} ${version}`.trim());

describe("crates of a Rust program without auditable data", () => {
  it.each([
    // Where cargo keeps its registry, on each system.
    ["/home/runner/.cargo/registry/src/index.crates.io-6f17d22bba15001f/h2-0.4.5/src/client.rs", "h2 0.4.5"],
    ["/usr/local/cargo/registry/src/github.com-1ecc6299db9ec823/time-0.3.36/src/lib.rs", "time 0.3.36"],
    [
      "C:\\Users\\me\\.cargo\\registry\\src\\index.crates.io-1949cf8c6b5b557f\\windows-sys-0.52.0\\src\\core.rs",
      "windows-sys 0.52.0",
    ],
    ["C:\\\\cargo\\\\registry\\\\src\\\\index.crates.io-1949cf8c6b5b557f\\\\mio-1.0.2\\\\src\\\\poll.rs", "mio 1.0.2"],
    ["/usr/local/cargo/registry/src/index.crates.io-1949cf8c6b5b557f/ring-0.17.8/build.rs", "ring 0.17.8"],
    ["/c/registry/src/-6f17d22bba15001f/time-0.3.36/src/lib.rs", "time 0.3.36"],
    // Distributions, vendored sources, Nix, Bazel, FreeBSD.
    ["/usr/share/cargo/registry/clap_builder-4.5.23/src/builder/arg.rs", "clap_builder 4.5.23"],
    ["/build/vendor/sha-1-0.10.1/src/lib.rs", "sha-1 0.10.1"],
    ["/build/cargo-vendor-dir/base64-0.22.1/src/lib.rs", "base64 0.22.1"],
    ["external/crates__tokio-1.38.0/src/lib.rs", "tokio 1.38.0"],
    ["external/rules_rust++crate+crates__tokio-util-0.7.11/src/lib.rs", "tokio-util 0.7.11"],
    ["/wrkdirs/usr/ports/x/work/cargo-crates/libc-0.2.155/src/lib.rs", "libc 0.2.155"],
    // Copies that the standard library holds.
    ["/rust/deps/miniz_oxide-0.7.4/src/inflate/core.rs", "miniz_oxide 0.7.4"],
    // Versions.
    [
      "/c/registry/src/index.crates.io-1949cf8c6b5b557f/wasi-0.11.0+wasi-snapshot-preview1/src/lib.rs",
      "wasi 0.11.0+wasi-snapshot-preview1",
    ],
    ["/c/registry/src/index.crates.io-1949cf8c6b5b557f/x-1.0.0-rc.1+wasi/src/lib.rs", "x 1.0.0-rc.1+wasi"],
    ["/c/registry/src/index.crates.io-1949cf8c6b5b557f/md-5-0.10.6/src/lib.rs", "md-5 0.10.6"],
    [
      "/c/registry/src/index.crates.io-1949cf8c6b5b557f/libgit2-sys-0.16.2+1.7.2/src/lib.rs",
      "libgit2-sys 0.16.2+1.7.2",
    ],
    // Where the beginning was cut, and behind other text: Rust's texts have no end.
    ["sharded::shardedindex.crates.io-1949cf8c6b5b557f/sharded-slab-0.1.7/src/tid.rs", "sharded-slab 0.1.7"],
    ["statevendor/csv-core-0.1.11/src/lib.rs", "csv-core 0.1.11"],
    ["/home/a/x.rs/usr/share/cargo/registry/csv-1.3.0/src/writer.rs:12called `unwrap`", "csv 1.3.0"],
  ])("%s", (path, expected) => {
    expect(read(`invalid state${path}`)).toEqual([expected]);
  });

  it.each([
    "/build/cryptography-48.0.0/src/rust/src/lib.rs",
    "/home/me/tool-1.2.3/src/main.rs",
    "/usr/lib/ruby/vendor/x/y/z/gems/rack-2.0.0/lib/rack.rs",
    "/usr/share/cargo/registry/no-version/src/lib.rs",
    "/usr/share/cargo/registry/short-1.2/src/lib.rs",
    "/usr/share/cargo/registry/../1.2.3/src/lib.rs",
    "/usr/share/cargo/registry/bad name-1.2.3/src/lib.rs",
    "/usr/share/cargo/registry/x-1.2.3/src/lib.c",
  ])("%s is none", (path) => {
    expect(read(path)).toEqual([]);
  });

  it("lists each crate once, in order, with evidence and confidence", () => {
    const path = (crate: string) =>
      `/home/secret/.cargo/registry/src/index.crates.io-6f17d22bba15001f/${crate}/src/a.rs`;
    expect(packagesOf([path("b-1.0.0"), path("a-2.0.0"), path("b-1.0.0"), path("a-1.0.0")].join(""))).toMatchObject([
      { name: "a", version: "1.0.0", identity: { by: "source-paths", confidence: 0.8 } },
      { name: "a", version: "2.0.0" },
      { name: "b", version: "1.0.0" },
    ]);
    const [one] = packagesOf(path("b-1.0.0"));
    expect(JSON.stringify(one)).not.toContain("secret");
    expect(packagesOf("/x/vendor/b-1.0.0/src/a.rs")).toMatchObject([{ identity: { confidence: 0.6 } }]);
  });

  it("returns no version for vendored crates without one and ignores similar folders elsewhere", () => {
    expect(read("/build/app/vendor/serde_json/src/lib.rs/b/vendor/itoa-v1/src/udiv.rs")).toEqual([
      "itoa",
      "serde_json",
    ]);
    expect(read("/build/vendor/app/lib/x.rs")).toEqual([]);
    expect(read("/build/vendor/a-1.0.0/src/lib.rs")).toEqual(["a 1.0.0"]);
  });

  it("returns no version for crates from a git repository", () => {
    expect(
      packagesOf("/home/r/.cargo/git/checkouts/update-informer-8df115c95c4b5055/7a78e90/src/package.rs"),
    ).toMatchObject([{ name: "update-informer", version: "", identity: { confidence: 0.5 } }]);
  });

  it("searches only programs with evidence of Rust, such as the compiler's note", () => {
    const path = "/usr/share/cargo/registry/csv-1.3.0/src/writer.rs";
    expect(read(path, { parts: [] })).toEqual([]);
    expect(read(path, { parts: [], comment: "GCC: (Debian)\0rustc version 1.92.0 (ded5c06cf 2025-12-08)\0" })).toEqual([
      "csv 1.3.0",
      "rust-std 1.92.0",
    ]);
  });

  it("reads 32-bit ARM programs, whose exception table has another name", () => {
    const parts = [
      { name: ".ARM.extab", content: Buffer.alloc(8) },
      { name: ".tdata", content: Buffer.alloc(8) },
    ];
    expect(read("/usr/share/cargo/registry/csv-1.3.0/src/writer.rs", { parts })).toEqual(["csv 1.3.0"]);
  });

  it("skips large programs of another compiler", () => {
    const text = `${"x".repeat(9 * 1024 * 1024)}/usr/share/cargo/registry/csv-1.3.0/src/writer.rs`;
    expect(read(text)).toEqual(["csv 1.3.0"]);
    expect(read(text, { comment: "GCC: (GNU) 12.2.0" })).toEqual([]);
  });

  it("reads a hostile program in bounded work", () => {
    const many = Array.from({ length: 30_000 }, (_, at) => `/cargo/registry/x-${at}.0.0/src/a.rs`).join("");
    const begin = performance.now();
    expect(() => read(many)).toThrow("more than 10000 crates");
    expect(read(".rs".repeat(500_000))).toEqual([]);
    expect(read(`/registry/${"-1.0.0".repeat(200_000)}/a.rs`)).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

describe("the standard library of a Rust program", () => {
  it.each([
    ["/rustc/22c74ba91873dd013479f86eac3e9ea10593bff9/library/alloc/src/fmt.rs", "", "rust-std"],
    [
      "/rustc/22c74ba91873dd013479f86eac3e9ea10593bff9/library/alloc/src/fmt.rs",
      "rustc version 1.92.0 (ded5c06cf 2025-12-08)",
      "rust-std 1.92.0",
    ],
    ["/rustc/1.74.1/library/core/src/fmt.rs", "", "rust-std 1.74.1"],
    ["/usr/src/rustc-1.85.0/library/core/src/str/mod.rs", "", "rust-std 1.85.0"],
    [
      "/root/.rustup/toolchains/1.76.0-x86_64-unknown-linux-gnu/lib/rustlib/src/rust/library/core/src/a.rs",
      "",
      "rust-std 1.76.0",
    ],
    ["", "rustc version 1.96.0-nightly (f5eca4fcf 2026-04-09)", "rust-std 1.96.0-nightly"],
    ["", "rustc version 1.98.1 (48a229cea 2026-09-01) (built from a source tarball)", "rust-std 1.98.1"],
    ["C:\\rustc\\22c74ba91873dd013479f86eac3e9ea10593bff9\\library\\core\\src\\a.rs", "", "rust-std"],
  ])("%s %s: %s", (text, comment, expected) => {
    expect(read(text, { comment })).toEqual([expected]);
  });

  it("reports the standard library next to auditable data too", () => {
    const json = JSON.stringify({ packages: [{ name: "libc", version: "0.2.1" }] });
    const parts = [...tables, { name: ".dep-v0", content: deflateSync(json) }];
    const text = "/usr/share/cargo/registry/csv-1.3.0/src/writer.rs";
    expect(read(text, { parts, comment: "rustc version 1.92.0 (ded5c06cf 2025-12-08)" })).toEqual([
      "libc 0.2.1",
      "rust-std 1.92.0",
    ]);
  });
});
