import { describe, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import wheelLibraries from "../ecosystems/wheel-libraries.ts";

const site = "/usr/local/lib/python3.13/site-packages";
const library = (text: string, sections: readonly { name: string; content: Buffer }[] = []) =>
  writeElf([
    { name: ".text", content: Buffer.alloc(40) },
    { name: ".rodata", content: Buffer.from(`x\0${text}\0y`, "latin1") },
    ...sections,
  ]);
const found = (path: string, bytes: Uint8Array) => {
  const file = { path, size: bytes.length, mode: 0o644 };
  if (wheelLibraries.wants?.(file) !== true) return undefined;
  return wheelLibraries.read(file, memoryBody(bytes))?.packages?.[0];
};
const read = (path: string, bytes: Uint8Array) => {
  const one = found(path, bytes);
  return one === undefined ? undefined : `${one.name} ${one.version}`.trim();
};

describe("a library in a wheel", () => {
  it.each([
    // auditwheel; its release stands in it.
    [
      "numpy.libs/libscipy_openblas64_-fa79eeea.so",
      "OpenBLAS 0.3.31.dev  USE64BITINT DYNAMIC_ARCH",
      "openblas 0.3.31.dev",
    ],
    ["numpy.libs/libopenblas64_p-r0-5007b62f.3.23.dev.so", "", "openblas 0.3.23.dev"],
    ["numpy.libs/libopenblasp-r0-085ca80a.3.9.so", "", "openblas 0.3.9"],
    ["pillow.libs/libtiff-d0580107.so.6.0.2", "LIBTIFF, Version 4.7.0\n", "libtiff 4.7.0"],
    ["pillow.libs/libpng16-00127801.so.16.50.0", " libpng version 1.6.50\n", "libpng 1.6.50"],
    ["pillow.libs/libjpeg-8a13c6e0.so.62.4.0", "libjpeg-turbo version 3.1.0 (build 20250101)", "libjpeg-turbo 3.1.0"],
    ["pillow.libs/libz-a1b2c3d4.so.1", " deflate 1.3.1.zlib-ng Copyright 1995-2024 ", "zlib 1.3.1.zlib-ng"],
    ["psycopg2_binary.libs/libcrypto-7f2c5d8a.so.1.1.1k", "OpenSSL 1.1.1k  FIPS 25 Mar 2021", "openssl 1.1.1k"],
    ["psycopg2_binary.libs/libssl-3e69114b.so.1.1.1k", "", "openssl 1.1.1k"],
    ["opencv_python.libs/libcrypto-12345678.so.3", "OpenSSL 3.0.15 3 Sep 2024", "openssl 3.0.15"],
    // The file's number is the release of these.
    ["pillow.libs/libopenjp2-56811f71.so.2.5.3", "", "openjpeg 2.5.3"],
    ["shapely.libs/libgeos-0a1b2c3d.so.3.13.1", "", "geos 3.13.1"],
    ["pillow.libs/liblcms2-cc10e42f.so.2.0.17", "", "lcms2 2.17"],
    ["pillow.libs/liblzma-64b7ab39.so.5.8.1", "", "xz 5.8.1"],
    ["rasterio.libs/libgdal-1a2b3c4d.so.36.3.10.3", "", "gdal 3.10.3"],
    ["opencv_python.libs/libQt5Core-5505c54e.so.5.15.16", "", "qt 5.15.16"],
    // It is of nothing that is known.
    ["pillow.libs/libwebp-5f0275c0.so.7.1.10", "", "libwebp"],
    ["shapely.libs/libgeos_c-0a1b2c3d.so.1.19.2", "", "libgeos_c"],
    ["numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0", "", "libgfortran"],
    // PyTorch's own way, delocate's, delvewheel's.
    ["torchvision.libs/libpng16.904f7c64.so.16", "libpng version 1.6.48", "libpng 1.6.48"],
    ["PIL/.dylibs/libwebp.7.dylib", "", "libwebp"],
    ["PIL/.dylibs/libz.1.3.1.zlib-ng.dylib", "", "libz"],
    ["numpy/.dylibs/libscipy_openblas64_.dylib", "OpenBLAS 0.3.30 DYNAMIC_ARCH", "openblas 0.3.30"],
    ["numpy.libs/msvcp140-263139962577ecda4cd9469ca360a746.dll", "", "msvcp140"],
    ["pyzmq.libs/libzmq-v143-mt-4_3_5-0858e0f49f4d7bdfd2d5e3e43ef68e2c.dll", "", "zeromq 4.3.5"],
    // Elsewhere in the wheel.
    ["torch/lib/libcudnn.so.9", "", "libcudnn"],
    ["torch/lib/libgomp-a34b3233.so.1", "", "libgomp"],
    ["cv2/qt/libpng16.so", "libpng version 1.6.48", "libpng 1.6.48"],
    ["cryptography/hazmat/bindings/_rust.abi3.so", "OpenSSL 3.5.4 30 Sep 2025", "openssl 3.5.4"],
  ])("%s: %j: %s", (path, text, expected) => {
    expect(read(`${site}/${path}`, library(text))).toBe(expected);
  });

  it.each([
    // The wheel's own code.
    "torch/lib/libtorch_cpu.so",
    "pyarrow/libarrow.so.2100",
    "tensorflow/libtensorflow_cc.so.2",
    "nvidia/cudnn/lib/libcudnn.so.9",
    "numpy/_core/_multiarray_umath.cpython-313-x86_64-linux-gnu.so",
    "lxml/etree.abi3.so",
    "cryptography/hazmat/bindings/_rust.abi3.so",
    "x/.libs/libx.so",
    // The table of programs finds these by themselves.
    "pycurl.libs/libcurl-1a2b3c4d.so.4.8.0",
  ])("%s is none", (path) => {
    expect(read(`${site}/${path}`, library("libcurl/8.14.1"))).toBeUndefined();
  });

  it("finds libraries in package folders other than site-packages only", () => {
    expect(read("/var/task/pillow.libs/libwebp-5f0275c0.so.7.1.10", library(""))).toBe("libwebp");
    expect(read("/usr/lib/libwebp.so.7.1.10", library(""))).toBeUndefined();
    expect(read("/src/x/.libs/libwebp.so.7.1.10", library(""))).toBeUndefined();
  });

  it("flags unknown libraries that may contain OpenSSL", () => {
    const bytes = library("OpenSSL 3.0.15 3 Sep 2024");
    const file = { path: `${site}/confluent_kafka.libs/librdkafka-1a2b3c4d.so.1`, size: bytes.length, mode: 0o644 };
    const packages = wheelLibraries.read(file, memoryBody(bytes))?.packages ?? [];
    expect(packages.map(({ name, version, identity }) => [name, version, identity?.by])).toEqual([
      ["librdkafka", "", "file-name"],
      ["openssl", "3.0.15", "binary"],
    ]);
  });

  it("explains the location, the source of the release, and interface numbers", () => {
    expect(found(`${site}/pillow.libs/libwebp-5f0275c0.so.7.1.10`, library(""))?.identity).toEqual({
      by: "file-name",
      confidence: 0.6,
      evidence: [
        "the number 7.1.10 in its name counts changes of its interface, and need not be a release",
        "it lies in pillow.libs of a Python distribution",
      ],
    });
    expect(
      found(`${site}/a.libs/libpng16-00127801.so.16.50.0`, library("libpng version 1.6.50"))?.identity,
    ).toMatchObject({
      confidence: 0.9,
      evidence: ["a text in it has the release", "it lies in a.libs of a Python distribution"],
    });
  });

  it.each<[string, string, string, string]>([
    ["libgfortran-8e4d5c72.so.5.0.0", ".comment", "GCC: (Debian 14.2.0-19) 14.2.0\0", "libgfortran 14.2.0"],
    [
      "libgfortran-8e4d5c72.so.5.0.0",
      ".comment",
      "GCC: (GNU) 8.5.0 20210514 (Red Hat 8.5.0-26)\0GCC: (GNU) 10.2.1\0",
      "libgfortran",
    ],
    ["libfoo-8e4d5c72.so.5.0.0", ".comment", "GCC: (Debian 14.2.0-19) 14.2.0\0", "libfoo"],
    [
      "libfoo-8e4d5c72.so.5.0.0",
      ".note.package",
      '\x04\0\0\0\x5c\0\0\0~\x1a\xfe\xcaFDO\0{"type":"deb","os":"debian","name":"foo","version":"1:2.4.0+ds-3"}\0',
      "libfoo 2.4.0",
    ],
    ["libfoo-8e4d5c72.so.5", ".note.package", 'FDO\0{"type":"deb","name":{},"version":"1"}', "libfoo"],
    ["libfoo-8e4d5c72.so.5", ".note.package", `FDO\0${"[".repeat(4000)}}`, "libfoo"],
    ["libfoo-8e4d5c72.so.5", ".note.package", '{"name":"foo","version":"<b>"}', "libfoo"],
  ])("%s with %s %j: %s", (base, name, note, expected) => {
    expect(read(`${site}/x.libs/${base}`, library("", [{ name, content: Buffer.from(note, "latin1") }]))).toBe(
      expected,
    );
  });

  it("reads a hostile name in bounded work", () => {
    const begin = performance.now();
    for (const base of [
      `lib${"-12345678".repeat(400)}.so.1`,
      `lib${"a".repeat(4000)}.so.1`,
      `libx.so${".1".repeat(60)}`,
      `lib${"\n"}x-12345678.so.1`,
      "-12345678.so.1",
      ".so.1",
    ])
      read(`${site}/x.libs/${base}`, library(""));
    expect(read(`${site}/x.libs/lib\nx-12345678.so.1`, library(""))).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});
