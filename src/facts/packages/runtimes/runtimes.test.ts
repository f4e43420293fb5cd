import { describe, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/file-body.ts";
import runtimes from "../ecosystems/runtimes.ts";

const read = (path: string, bytes: Uint8Array) => {
  const file = { path, size: bytes.length, mode: 0o755 };
  if (runtimes.wants?.(file) !== true) return "not wanted";
  const [one] = runtimes.read(file, memoryBody(bytes))?.packages ?? [];
  return one === undefined ? undefined : `${one.name} ${one.version}`;
};
const program = (text: string) =>
  writeElf([
    { name: ".text", content: Buffer.alloc(99) },
    { name: ".rodata", content: Buffer.from(`x\0${text}\0y`, "latin1") },
  ]);

describe("a program says itself what it is", () => {
  it.each([
    ["/usr/local/bin/node", "node.js/v24.21.0", "node 24.21.0"],
    ["/usr/local/bin/python3.13", "3.13.5", "python 3.13.5"],
    ["/usr/local/lib/libpython3.14.so.1.0", "3.14.0rc2+", "python 3.14.0rc2"],
    ["/usr/local/lib/libpython3.6m.so.1.0", "3.6.15", "python 3.6.15"],
    ["/usr/local/bin/python3.13", "3.1.5\x003.13.x\0built with 3.13.1 of it", undefined],
    [
      "/usr/local/lib/libruby.so.3.3.6",
      "ruby gems\0ruby 3.3.6 (2024-11-05 revision 75015d4c1f) [x86_64-linux]",
      "ruby 3.3.6",
    ],
    ["/usr/bin/ruby", "ruby 2.7.8p225 (2023-03-30 revision 1f4d455848) [x86_64-linux]", "ruby 2.7.8"],
    ["/usr/local/sbin/php-fpm", "X-Powered-By: PHP/8.4.1", "php 8.4.1"],
    ["/usr/local/bin/perl", "/usr/local/lib/perl5/5.40.0/x86_64-linux-gnu", "perl 5.40.0"],
    ["/usr/sbin/nginx", "nginx version: nginx/1.27.3", "nginx 1.27.3"],
    ["/usr/local/openresty/nginx/sbin/nginx", "nginx version: openresty/1.27.1.1", "openresty 1.27.1.1"],
    ["/usr/local/apache2/bin/httpd", "Apache/2.4.62 (Unix)", "httpd 2.4.62"],
    ["/usr/local/bin/postgres", "postgres (PostgreSQL) 17.2\n", "postgresql 17.2"],
    ["/usr/sbin/mariadbd", "11.8.9-MariaDB-ubu2404", "mariadb 11.8.9"],
    ["/usr/local/bin/memcached", "memcached 1.6.38\n", "memcached 1.6.38"],
    ["/bin/busybox", "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC)", "busybox 1.37.0"],
    ["/usr/local/bin/bash", "@(#)Bash version 5.2.37(1) release GNU", "bash 5.2.37"],
    ["/usr/local/lib/libcrypto.so.3", "OpenSSL is\0OpenSSL 3.5.0 8 Apr 2025", "openssl 3.5.0"],
    ["/usr/local/lib/libcrypto.so.1.1", "OpenSSL 1.1.1w  11 Sep 2023", "openssl 1.1.1w"],
    ["/usr/local/bin/curl", "curl/8.14.1", "curl 8.14.1"],
    ["/usr/local/lib/libcurl.so.4.8.0", "libcurl/8.14.1", "curl 8.14.1"],
    ["/opt/tool/nodejs-tool", "node.js/v24.21.0", "not wanted"],
  ])("%s: %j", (path, text, expected) => {
    expect(read(path, program(text))).toBe(expected);
  });

  it("is read where it has no section table", () => {
    expect(
      read("/usr/bin/node", writeElf([{ name: "", content: Buffer.from("node.js/v22.1.0") }], { sections: false })),
    ).toBe("node 22.1.0");
  });

  it("is given up where the word stands everywhere", () => {
    const text = `${"ruby ".repeat(20_000)}\0ruby 3.3.6 (2024-11-05 revision 75015d4c1f)`;
    expect(read("/usr/bin/ruby", program(text))).toBeUndefined();
  });

  it("a script of the same name says nothing", () => {
    expect(read("/usr/local/bin/node", Buffer.from("#!/bin/sh\n# node.js/v1.2.3\n"))).toBeUndefined();
  });
});

describe("a file beside it says what it is", () => {
  it.each([
    [
      "/opt/java/openjdk/release",
      'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.5"\nLIBC="gnu"\n',
      "openjdk 21.0.5",
    ],
    ["/opt/jdk8/release", 'JAVA_VERSION="1.8.0_432"\n', "openjdk 1.8.0_432"],
    [
      "/usr/java/jdk-21/release",
      'BUILD_TYPE="commercial"\nIMPLEMENTOR="Oracle Corporation"\nJAVA_VERSION="21.0.5"\n',
      "oracle-jdk 21.0.5",
    ],
    ["/opt/graalvm/release", 'GRAALVM_VERSION="23.1.2"\nJAVA_VERSION="21.0.2"\n', "graalvm 23.1.2"],
    ["/etc/product/release", "Product 1.0\n", undefined],
    ["/usr/local/go/VERSION", "go1.22.3\ntime 2024-05-01T19:49:47Z\n", "go 1.22.3"],
    ["/usr/local/lib/erlang/releases/27/OTP_VERSION", "27.1.2\n", "erlang 27.1.2"],
    [
      "/usr/local/include/python3.13/patchlevel.h",
      '#define PY_MICRO_VERSION 0\n#define PY_VERSION      "3.13.0rc1+"\n',
      "python 3.13.0rc1",
    ],
    ["/src/other/patchlevel.h", '#define PY_VERSION "3.13.0"', "not wanted"],
    ["/opt/java/release", "x".repeat(70_000), "not wanted"],
  ])("%s: %j", (path, text, expected) => {
    expect(read(path, Buffer.from(text))).toBe(expected);
  });
});
