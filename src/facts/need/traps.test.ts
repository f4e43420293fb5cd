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
      // No Ruby is there.
      "ruby-rack": "unused",
    });
  });

  it("keeps what names lead to that no step asked for: users, fonts, drivers, languages, sub-programs", async () => {
    const packages = {
      "libnss-extrausers": { files: { "/usr/lib/libnss_extrausers.so.2": elf() } },
      "libnss-myhostname": { files: { [`${libraries}/libnss_myhostname.so.2`]: elf() } },
      libfontconfig1: { files: { [`${libraries}/libfontconfig.so.1`]: elf() } },
      "fonts-dejavu-core": { files: { "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "x" } },
      "tesseract-ocr": { files: { "/usr/bin/tesseract": elf({ needed: ["libtesseract.so.5"] }) } },
      libtesseract5: { files: { [`${libraries}/libtesseract.so.5`]: elf() } },
      "tesseract-ocr-deu": { files: { "/usr/share/tesseract-ocr/5/tessdata/deu.traineddata": "x" } },
      git: { files: { "/usr/bin/git": program } },
      "git-lfs": { files: { "/usr/bin/git-lfs": program } },
      "openjdk-21-jre-headless": { files: { "/usr/lib/jvm/java-21-openjdk-amd64/bin/java": program } },
      "openjdk-21-jre": { files: { "/usr/lib/jvm/java-21-openjdk-amd64/lib/libawt_xawt.so": elf() } },
      "openjdk-21-jdk-headless": { files: { "/usr/lib/jvm/java-21-openjdk-amd64/bin/javac": program } },
      "fonts-unread": { files: { "/usr/share/other/x.ttf": "x" } },
    };
    const opened = [
      `${libraries}/libc.so.6`,
      `${libraries}/libfontconfig.so.1`,
      "/usr/bin/tesseract",
      "/usr/bin/git",
      "/usr/lib/jvm/java-21-openjdk-amd64/bin/java",
    ];
    expect(await needClassesOf(packages, { opened })).toMatchObject({
      "libnss-extrausers": "loaded-by-name",
      "libnss-myhostname": "loaded-by-name",
      "fonts-dejavu-core": "loaded-by-name",
      "tesseract-ocr-deu": "loaded-by-name",
      "git-lfs": "loaded-by-name",
      "openjdk-21-jre": "loaded-by-name",
      "openjdk-21-jdk-headless": "unused",
      "fonts-unread": "unused",
    });
  });

  it("keeps what a script that ran names in a branch, whatever started it", async () => {
    const packages = {
      "gettext-base": { files: { "/usr/bin/envsubst": program } },
      gawk: { files: { "/usr/bin/gawk": program } },
      moreutils: { files: { "/usr/bin/sponge": program } },
    };
    const script = (calls: string) => `#!/bin/sh\n[ -d /etc/nginx/templates ] || exit 0\n${calls} </dev/null\n`;
    const unowned = [
      { path: "etc/alternatives/awk", type: "symlink" as const, link: "/usr/bin/gawk" },
      { path: "usr/bin/awk", type: "symlink" as const, link: "/etc/alternatives/awk" },
      { path: "docker-entrypoint.d/20-templates.sh", content: script("envsubst | awk 1"), mode: 0o755 },
      { path: "docker-entrypoint.d/30-other.sh", content: script("sponge"), mode: 0o755 },
    ];
    const opened = ["/docker-entrypoint.d/20-templates.sh"];
    expect(await needClassesOf(packages, { unowned, opened })).toMatchObject({
      "gettext-base": "named",
      gawk: "named",
      moreutils: "unused",
    });
  });

  it("keeps Debian's modules of Node that a project asks for, not those of npm", async () => {
    const packages = {
      "node-semver": { files: { "/usr/share/nodejs/semver/package.json": "{}" } },
      npm: { files: { "/usr/share/nodejs/npm/package.json": "{}" } },
    };
    const unowned = [{ path: "app/package.json", content: '{"dependencies":{"semver":"7"}}' }];
    expect(await needClassesOf(packages, { unowned })).toMatchObject({ "node-semver": "imported", npm: "unused" });
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

  it("keeps OpenSSL's old ciphers and settings where its library stays, and not for a program with OpenSSL inside", async () => {
    const packages = {
      libssl3t64: { files: { [`${libraries}/libcrypto.so.3`]: elf() } },
      "openssl-provider-legacy": {
        files: { [`${libraries}/ossl-modules/legacy.so`]: elf({ needed: ["libcrypto.so.3"] }) },
      },
      openssl: {
        files: {
          "/usr/lib/ssl/openssl.cnf -> /etc/ssl/openssl.cnf": "",
          "/etc/ssl/openssl.cnf": "x",
          "/usr/bin/openssl": program,
        },
      },
    };
    const certificates = {
      "ca-certificates": {
        files: { "/usr/sbin/update-ca-certificates": "#!/bin/sh\nopenssl rehash .\n" },
        depends: "openssl",
        scripts: { postinst: "#!/bin/sh\nopenssl rehash .\n" },
      },
    };
    const app = (needed: readonly string[]) => [{ path: "app", content: elf({ needed }), mode: 0o755 }];
    expect(await needClassesOf({ ...packages, ...certificates }, { unowned: app(["libcrypto.so.3"]) })).toMatchObject({
      "ca-certificates": "policy",
      "openssl-provider-legacy": "loaded-by-name",
      openssl: "loaded-by-name",
    });
    expect(await needClassesOf(packages, { unowned: app([]) })).toMatchObject({
      libssl3t64: "unused",
      "openssl-provider-legacy": "unused",
      openssl: "unused",
    });
    const settings = { unowned: app([]), opened: ["/etc/ssl/openssl.cnf"], drop: ["openssl"] };
    expect(await needClassesOf(packages, settings)).toMatchObject({ openssl: "used", libssl3t64: "unused" });
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
