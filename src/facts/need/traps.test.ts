// Removals that a workload would pass: what keeps the package is in the image, not in the trace.
import { describe, expect, it } from "vitest";
import { debImage } from "../../../test/images/deb-image.ts";
import { elf } from "../../../test/images/elf.ts";
import { needClassesOf } from "../../../test/images/need-classes.ts";
import { needsIn } from "../../pipeline/image/needs-in.ts";
import { imageInfo } from "../image/image-info.ts";
import { mergeLayers } from "../tree/merge-layers.ts";

const libraries = "/usr/lib/x86_64-linux-gnu";
const program = elf({ needed: ["libc.so.6"] });

describe("packageNeeds", () => {
  it("keeps libraries of extension modules that no step imported", async () => {
    const packages = {
      "libpython3.13-stdlib": {
        files: {
          "/usr/lib/python3.13/lib-dynload/_sqlite3.so": elf({ needed: ["libsqlite3.so.0"] }),
          "/usr/lib/python3.13/os.py": "x",
        },
      },
      "libsqlite3-0": { files: { [`${libraries}/libsqlite3.so.0`]: elf() } },
    };
    expect(await needClassesOf(packages, { opened: ["/usr/lib/python3.13/os.py"] })).toMatchObject({
      "libsqlite3-0": "linked",
    });
  });

  it("keeps modules that an interpreter may import late, and terminals of a library", async () => {
    const packages = {
      "python3-minimal": { files: { "/usr/bin/python3": program } },
      "python3-yaml": { files: { "/usr/lib/python3/dist-packages/yaml/__init__.py": "x" } },
      libtinfo6: { files: { [`${libraries}/libtinfo.so.6`]: elf() } },
      "ncurses-base": { files: { "/usr/share/terminfo/x/xterm": "x" } },
      "ruby-rack": { files: { "/usr/share/rubygems-integration/all/rack.rb": "x" } },
    };
    const opened = ["/usr/bin/python3", `${libraries}/libtinfo.so.6`];
    expect(await needClassesOf(packages, { opened })).toMatchObject({
      "python3-yaml": "loaded-by-name",
      "ncurses-base": "loaded-by-name",
      "ruby-rack": "unused",
    });
  });

  it("keeps media-types, without which a download has no type, and libc-bin, whose C.UTF-8 would be ASCII", async () => {
    const packages = { "media-types": { files: { "/etc/mime.types": "x" } }, "libc-bin": {}, "base-files": {} };
    expect(await needClassesOf(packages)).toMatchObject({
      "media-types": "policy",
      "libc-bin": "policy",
      "base-files": "policy",
    });
  });

  it("keeps the library and the shell of a program that only a first start runs", async () => {
    const packages = {
      postgresql: {
        files: {
          "/usr/lib/postgresql/17/bin/postgres": program,
          "/usr/lib/postgresql/17/bin/initdb": elf({ needed: ["libpq.so.5"], imports: ["popen"] }),
        },
      },
      libpq5: { files: { [`${libraries}/libpq.so.5`]: elf() } },
    };
    const opened = ["/usr/lib/postgresql/17/bin/postgres"];
    expect(await needClassesOf(packages, { opened })).toMatchObject({ libpq5: "linked", dash: "named" });
  });

  it("keeps openssl for one file, and neither perl nor a world of Depends", async () => {
    const packages = {
      nginx: { files: { "/usr/sbin/nginx": program }, depends: "nginx-common, iproute2" },
      "nginx-common": {
        files: { "/etc/nginx/nginx.conf": "x" },
        depends: "debconf",
        scripts: { postinst: "#!/bin/sh\n. /usr/share/debconf/confmodule\n" },
      },
      debconf: {
        files: { "/usr/share/debconf/confmodule": "x", "/usr/sbin/dpkg-preconfigure": "#!/usr/bin/perl\n" },
        depends: "perl-base",
      },
      "perl-base": { files: { "/usr/bin/perl": program }, depends: "dpkg" },
      iproute2: { files: { "/usr/bin/ss": program }, depends: "libcap2-bin" },
      "libcap2-bin": { files: { "/usr/sbin/capsh": program } },
      openssl: {
        files: { "/etc/ssl/openssl.cnf": "x", "/usr/bin/openssl": program, "/usr/lib/ssl/CA.pl": "#!perl\n" },
      },
    };
    const opened = ["/usr/sbin/nginx", "/etc/nginx/nginx.conf", "/etc/ssl/openssl.cnf"];
    expect(await needClassesOf(packages, { opened })).toMatchObject({
      openssl: "used",
      "nginx-common": "used",
      debconf: "configure-only",
      "perl-base": "unused",
      iproute2: "depends-only",
      "libcap2-bin": "depends-only",
    });
  });

  it("keeps a package whose configuration file the user changed", async () => {
    const conffiles = { "/etc/app.conf": "as installed", "/etc/other.conf": "as installed" };
    const unowned = [
      { path: "etc/app.conf", content: "as changed" },
      { path: "etc/other.conf", content: "as installed" },
    ];
    const { source, read } = await debImage(
      {
        app: { conffiles: { "/etc/app.conf": conffiles["/etc/app.conf"] } },
        other: { conffiles: { "/etc/other.conf": conffiles["/etc/other.conf"] } },
      },
      unowned,
    );
    const tree = mergeLayers(read.layers);
    const facts = { image: source, read, tree, info: imageInfo(read, {}, tree), exposedPorts: [] };
    const files = { method: "page-cache", opened: [], executed: [], complete: true, reason: "traced" } as const;
    const { packages } = await needsIn(facts, { files, commands: [] });
    expect(packages.find(({ name }) => name === "app")).toMatchObject({
      class: "policy",
      evidence: [{ from: "someone changed it", to: "/etc/app.conf" }],
    });
    expect(packages.find(({ name }) => name === "other")).toMatchObject({ class: "unused" });
  });

  it("takes 5,000 packages and a chain of 1,000 libraries in seconds", async () => {
    const packages = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, at) => [
        `lib${at}`,
        {
          depends: `lib${at + 1} | lib${at + 2}`,
          ...(at < 1_000 && {
            files: { [`${libraries}/lib${at}.so`]: elf({ needed: [`lib${at + 1}.so`] }) },
          }),
        },
      ]),
    );
    const unowned = [{ path: "app", content: elf({ needed: ["lib0.so"] }), mode: 0o755 }];
    const found = await needClassesOf(packages, { unowned });
    expect(found).toMatchObject({
      lib999: "linked",
      lib1000: "depends-only",
      lib1001: "depends-only",
      lib4998: "depends-only",
    });
  }, 60_000);
});
