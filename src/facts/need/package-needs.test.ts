import { describe, expect, it } from "vitest";
import { elf } from "../../../test/images/elf.ts";
import { debImage } from "../../../test/images/deb-image.ts";
import { packageNeeds } from "./package-needs.ts";
import { startedCommands } from "./started.ts";
import { needClassesOf as classes } from "../../../test/images/need-classes.ts";

const libraries = "/usr/lib/x86_64-linux-gnu";
const program = elf({ needed: ["libc.so.6"] });

describe("packageNeeds", () => {
  it("keeps the owner of a link on the way to a used file", async () => {
    const packages = {
      tools: { files: { "/usr/bin/check": program } },
      server: { files: { "/usr/bin/server -> check": "" } },
      other: { files: { "/usr/bin/other": program } },
    };
    expect(await classes(packages, { opened: ["/usr/bin/check"], config: { Entrypoint: ["server"] } })).toMatchObject({
      tools: "used",
      server: "named",
      other: "unused",
    });
    expect(await classes(packages, { opened: ["/usr/bin/check"] })).toMatchObject({ server: "named" });
  });

  it("keeps the interpreter of whatever starts, behind env too", async () => {
    const packages = {
      python: { files: { "/usr/bin/python3": program } },
      app: { files: { "/usr/bin/app": "#!/usr/bin/env python3\n" } },
    };
    expect(await classes(packages, { config: { Cmd: ["app"] } })).toMatchObject({
      python: "named",
      app: "named",
      dash: "unused",
    });
  });

  it("keeps programs that the entry script names in any branch, and none of a script that nothing starts", async () => {
    const packages = {
      xz: { files: { "/usr/bin/xz": program } },
      gosu: { files: { "/usr/sbin/gosu": program } },
      perl: { files: { "/usr/bin/perl": program } },
      tools: { files: { "/usr/bin/unused-script": "#!/bin/sh\nperl -v\n" } },
    };
    const script =
      '#!/bin/sh\nfor f in /initdb.d/*; do case "$f" in *.sql.xz) xz -dc "$f";; esac; done\nif [ "$(id -u)" = 0 ]; then exec gosu app "$0"; fi\n';
    const unowned = [{ path: "entry.sh", content: script, mode: 0o755 }];
    expect(await classes(packages, { unowned, config: { Entrypoint: ["/entry.sh"] } })).toMatchObject({
      xz: "named",
      gosu: "named",
      dash: "named",
      perl: "unused",
      tools: "unused",
    });
  });

  it("keeps what people run beside the service, where the workload names it", async () => {
    const packages = { tools: { files: { "/usr/bin/ls": program } }, search: { files: { "/usr/bin/grep": program } } };
    const { image, read } = await debImage(packages, []);
    const observed = { method: "page-cache", opened: [], executed: [], complete: true, reason: "traced" } as const;
    const started = startedCommands(read.config, { tools: [["ls"], ["sh", "-c", "ls | grep x"]] });
    const { packages: needs } = packageNeeds(image, { observed, started });
    const evidence = Object.fromEntries(needs.map((need) => [need.name, need.evidence[0]?.from]));
    expect(evidence).toMatchObject({ tools: "workload.tools", search: "workload.tools" });
  });

  it("keeps no program that a shell has itself, unless another program starts it", async () => {
    const classesFor = (script: string) =>
      classes(
        { tools: { files: { "/usr/bin/[": program, "/usr/bin/echo": program, "/usr/bin/kill": program } } },
        { unowned: [{ path: "start", content: `#!/bin/sh\n${script}\n` }], config: { Entrypoint: ["/start"] } },
      );
    expect(await classesFor('if [ -e /x ]; then echo "$1"; fi; kill 1')).toMatchObject({ tools: "unused" });
    for (const script of [
      "exec echo x",
      "find / | xargs echo",
      "env echo x",
      "find / -exec echo {} +",
      "/usr/bin/echo x",
    ])
      expect(await classesFor(script), script).toMatchObject({ tools: "named" });
  });

  it("keeps libraries of programs that stay, of those that no package owns, and of libraries", async () => {
    const packages = {
      a: { files: { [`${libraries}/liba.so.1`]: elf({ needed: ["libb.so.1"] }) } },
      b: { files: { [`${libraries}/libb.so.1 -> libb.so.1.2`]: "", [`${libraries}/libb.so.1.2`]: elf() } },
      own: { files: { "/opt/own/libown.so": elf() } },
      c: { files: { [`${libraries}/libc2.so.1`]: elf() } },
    };
    const node = elf({ needed: ["liba.so.1"], runPath: "$ORIGIN/../../../opt/own", interpreter: "/lib64/ld.so" });
    const unowned = [
      { path: "usr/local/bin/node", content: node, mode: 0o755 },
      { path: "wheel/x.so", content: elf({ needed: ["libown.so"], runPath: "/opt/own" }) },
    ];
    expect(await classes(packages, { unowned })).toMatchObject({
      a: "linked",
      b: "linked",
      own: "linked",
      c: "unused",
    });
  });

  it("keeps libgcc_s, which libc names and no table needs, and its license", async () => {
    const packages = {
      "libgcc-s1": { files: { [`${libraries}/libgcc_s.so.1`]: elf(), "/usr/share/doc/libgcc-s1 -> gcc-14-base": "" } },
      "gcc-14-base": {},
    };
    const found = await classes(packages, { unowned: [{ path: "app", content: program, mode: 0o755 }] });
    expect(found).toMatchObject({ libc6: "linked", "libgcc-s1": "loaded-by-name", "gcc-14-base": "named" });
  });

  it("keeps what a note of dlopen names", async () => {
    const packages = { lzma: { files: { [`${libraries}/liblzma.so.5`]: elf() } } };
    const unowned = [{ path: "app", content: elf({ notes: ["liblzma.so.5"] }), mode: 0o755 }];
    expect(await classes(packages, { unowned })).toMatchObject({ lzma: "loaded-by-name" });
  });

  it("keeps the shell where a program asks libc for one", async () => {
    const with_ = [{ path: "app", content: elf({ imports: ["system"] }), mode: 0o755 }];
    expect(await classes({}, { unowned: with_ })).toMatchObject({ dash: "named" });
    expect(
      await classes({}, { unowned: [{ path: "app", content: elf({ imports: ["systems"] }), mode: 0o755 }] }),
    ).toMatchObject({ dash: "unused" });
  });

  it("keeps plug-ins of a loader that stays", async () => {
    const packages = {
      nginx: { files: { "/usr/sbin/nginx": program } },
      module: { files: { "/usr/lib/nginx/modules/stream.so": elf() } },
      apache: { files: { "/usr/lib/apache2/modules/x.so": elf() } },
    };
    expect(await classes(packages, { opened: ["/usr/sbin/nginx"] })).toMatchObject({
      module: "loaded-by-name",
      apache: "unused",
    });
  });

  it("keeps packages of the policy and of slim.keep", async () => {
    expect(await classes({ "tzdata-legacy": {}, "media-types": {}, editor: {} }, { keep: ["editor"] })).toMatchObject({
      "tzdata-legacy": "policy",
      "media-types": "policy",
      editor: "policy",
    });
  });

  it("tells what only Depends need from what only maintainer scripts use", async () => {
    const packages = {
      app: {
        files: { "/usr/bin/app": program },
        depends: "data, debconf (>= 0.5) | debconf-2.0, helper",
        scripts: { postinst: "#!/bin/sh\n. /usr/share/debconf/confmodule\nupdate-app\n" },
      },
      data: { files: { "/usr/share/data/x": "x" } },
      debconf: { version: "1.5", files: { "/usr/share/debconf/confmodule": "x" }, depends: "perl-base" },
      "perl-base": { files: { "/usr/bin/perl": program } },
      helper: { files: { "/usr/sbin/update-app": "#!/bin/sh\nmkdir /x\n" } },
    };
    expect(await classes(packages, { opened: ["/usr/bin/app"] })).toMatchObject({
      app: "used",
      data: "depends-only",
      debconf: "configure-only",
      helper: "configure-only",
      "perl-base": "unused",
    });
  });

  it("takes an alternative that is there in the version that is asked for", async () => {
    const packages = {
      app: { files: { "/usr/bin/app": program }, preDepends: "old (>= 2) | new", depends: "virtual" },
      old: { version: "1" },
      new: {},
      real: { provides: "virtual" },
      "virtual-too": { provides: "virtual (= 1)" },
    };
    expect(await classes(packages, { opened: ["/usr/bin/app"] })).toMatchObject({
      old: "unused",
      new: "depends-only",
      real: "depends-only",
    });
  });

  it("calls nothing unused without a complete trace, a file list or a whole installation", async () => {
    const packages = { a: {}, b: { noList: true as const }, c: { status: "install ok half-installed" } };
    expect(await classes(packages, { complete: false })).toMatchObject({ a: "unknown", dash: "unknown" });
    expect(await classes(packages)).toMatchObject({ a: "unused", b: "unknown", c: "unknown" });
  });

  it("keeps a package with a file that someone changed", async () => {
    const packages = { a: { files: { "/usr/bin/a": program } } };
    expect(
      await classes(packages, { changed: new Map([["pkg:deb/debian/a@1?arch=amd64&distro=debian-13", "/usr/bin/a"]]) }),
    ).toMatchObject({ a: "policy" });
  });

  it("reads libraries of one word size only", async () => {
    const packages = { other: { files: { [`${libraries}/libx.so.1`]: "no library" } } };
    expect(
      await classes(packages, { unowned: [{ path: "app", content: elf({ needed: ["libx.so.1"] }), mode: 0o755 }] }),
    ).toMatchObject({ other: "unused" });
  });

  it("ends with links in a circle and with tables that lie", async () => {
    const lying = elf({ needed: ["liba.so.1"] });
    lying.writeBigUInt64LE(2n ** 60n, 40);
    const packages = {
      a: { files: { "/usr/bin/x -> y": "", "/usr/bin/y -> x": "" }, depends: "b" },
      b: { depends: "a" },
    };
    expect(
      await classes(packages, { unowned: [{ path: "app", content: lying, mode: 0o755 }], config: { Cmd: ["x"] } }),
    ).toMatchObject({ a: "unused" });
  });
});
