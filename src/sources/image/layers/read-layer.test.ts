import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Member } from "../../../../test/images/archive.ts";
import { tarOf } from "../../../../test/images/archive.ts";
import { chooseProbes } from "./choose-probes.ts";
import type { LayerBytes } from "../image-source.ts";
import { newPathBytes, setPath } from "../../../formats/tar/path-bytes.ts";
import type { LayerProbe, ProbedFile } from "../../../domain/image/layer-probe.ts";
import { readLayer } from "./read-layer.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const raise = (reason: string): never => {
  throw new Error(reason);
};
const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const text = (name: string, looksAt: LayerProbe["looksAt"], more: Partial<LayerProbe> = {}): LayerProbe => ({
  name,
  looksAt,
  read: (_file, body) => new TextDecoder().decode(body.read(0, body.size)),
  ...more,
});

/** The same archive with random access, as a stream and compressed, which must all give the same result. */
async function allWays(members: readonly Member[]): Promise<LayerBytes[]> {
  const content = tarOf(members);
  const path = join(folder, randomBytes(6).toString("hex"));
  await writeFile(path, content);
  const packed = gzipSync(content, { level: 1 });
  await writeFile(`${path}.gz`, packed);
  return [
    { kind: "file", path, start: 0, end: content.length, where: "a file" },
    { kind: "memory", content, where: "memory" },
    { kind: "file", path: `${path}.gz`, start: 0, end: packed.length, where: "a compressed file" },
  ];
}

describe("readLayer", () => {
  it("shows probes their files, once each", async () => {
    const members = [
      { path: "app/package.json", content: "{}" },
      { path: "app/x.jar", content: "jar" },
      { path: "etc/passwd", content: "root" },
      { path: "etc/ssh/sshd_config", content: "Port 22" },
      { path: "usr/bin/tool", content: "x".repeat(100), mode: 0o755 },
      { path: "usr/bin/small", content: "x", mode: 0o755 },
      { path: "usr/share/doc/tool", content: "x".repeat(100) },
    ];
    const probes = [
      text("names", { names: ["package.json", "passwd"] }),
      text("endings", { endings: [".jar"] }),
      text("under", { under: ["/etc/"] }),
      text("programs", { executablesFrom: 64 }),
      text("small", { everyFileUpTo: 3 }),
      text("narrow", { names: ["passwd"] }, { wants: ({ path }) => path !== "/etc/passwd" }),
    ];
    for (const bytes of await allWays(members)) {
      const { values } = await readLayer({ bytes }, { probes });
      expect(values.map(({ probe, entry }) => `${entry} ${probe}`)).toEqual([
        "0 names",
        "0 small",
        "1 endings",
        "1 small",
        "2 names",
        "2 under",
        "3 under",
        "4 programs",
        "5 small",
      ]);
    }
  });

  it("selects probes by the first bytes, so that no other binary is read", async () => {
    const asked: number[] = [];
    const probe = text(
      "elf",
      { executablesFrom: 0 },
      {
        recognises: (head) => {
          asked.push(head.length);
          return head[0] === 0x7f;
        },
        read: (_file, body) => body.size,
      },
    );
    const members = [
      { path: "a", content: Buffer.concat([Buffer.from([0x7f]), Buffer.alloc(200_000)]), mode: 0o755 },
      { path: "b", content: Buffer.alloc(200_000), mode: 0o755 },
    ];
    for (const bytes of await allWays(members)) {
      const { values } = await readLayer({ bytes }, { probes: [probe] });
      expect(values).toEqual([{ probe: "elf", entry: 0, value: 200_001 }]);
    }
    expect(asked).toEqual([64, 64, 64, 64, 64, 64]);
  });

  it("reads a large file of a stream through an unnamed file, and leaves none", async () => {
    const before = (await readdir(tmpdir())).filter((name) => /^hullproof-\w{6}$/.test(name));
    const content = Buffer.alloc(40 * 1_048_576, "0123456789abcdef");
    const probe: LayerProbe = {
      name: "ends",
      looksAt: { names: ["big"] },
      maxBytes: 1e9,
      read: (_file, body) => [body.size, decoded(body.read(body.size - 4, 100)), decoded(body.read(0, 4))],
    };
    for (const bytes of await allWays([{ path: "big", content }])) {
      const { values } = await readLayer({ bytes }, { probes: [probe] });
      expect(values[0]?.value).toEqual([content.length, "cdef", "0123"]);
    }
    expect((await readdir(tmpdir())).filter((name) => /^hullproof-\w{6}$/.test(name))).toEqual(before);
  });

  it("reads a hard link with a probed name and earlier content", async () => {
    const members: Member[] = [
      { path: "store/ab12", content: '{"name":"a"}' },
      { path: "app/node_modules/a/package.json", type: "hardlink", link: "store/ab12" },
      { path: "app/node_modules/lost/package.json", type: "hardlink", link: "store/none" },
    ];
    for (const bytes of await allWays(members)) {
      const { values } = await readLayer({ bytes }, { probes: [text("npm", { names: ["package.json"] })] });
      expect(values).toEqual([{ probe: "npm", entry: 1, value: '{"name":"a"}' }]);
    }
  });

  it("reads a hard link soon after its program, unless the program recurs", async () => {
    const program = (byte: string) => ({ path: "bin/perl", content: byte.repeat(100_000), mode: 0o755 });
    const link: Member = { path: "bin/perl5.40.1", type: "hardlink", link: "bin/perl", mode: 0o755 };
    const other = { path: "bin/other", content: "o".repeat(90_000), mode: 0o755 };
    const small = { path: "bin/small", content: "s", mode: 0o755 };
    const probe = text(
      "first",
      { executablesFrom: 64, endings: [".1"] },
      {
        read: ({ path, size }, body) => `${path} ${size} ${decoded(body.read(0, 1))}`,
      },
    );
    const cases: [Member[], string[]][] = [
      [
        [program("a"), small, link],
        ["/bin/perl 100000 a", "/bin/perl5.40.1 100000 a"],
      ],
      [
        [program("a"), other, link],
        ["/bin/perl 100000 a", "/bin/other 90000 o", "/bin/perl5.40.1 100000 a"],
      ],
      [
        [program("a"), link, program("b")],
        ["/bin/perl 100000 a", "/bin/perl5.40.1 100000 b", "/bin/perl 100000 b"],
      ],
    ];
    for (const [members, expected] of cases) {
      for (const bytes of await allWays(members)) {
        const { values } = await readLayer({ bytes }, { probes: [probe] });
        expect(
          values.map(({ value }) => value),
          bytes.where,
        ).toEqual(expected);
      }
    }
  });

  it("lists files that a probe could not read, and continues", async () => {
    const fails = text(
      "fails",
      { names: ["a"] },
      {
        read: () => {
          throw new Error("it ends too early");
        },
      },
    );
    for (const bytes of await allWays([{ path: "a", content: "x" }])) {
      const { values, unread } = await readLayer({ bytes }, { probes: [fails, text("text", { names: ["a"] })] });
      expect(unread).toEqual([{ path: "/a", reason: "it ends too early" }]);
      expect(values).toEqual([{ probe: "text", entry: 0, value: "x" }]);
    }
  });

  it("lists ten thousand unread files by name, and counts the others", async () => {
    const fails = text("fails", { names: ["a"] }, { read: () => raise("it is damaged") });
    const members = Array.from({ length: 10_003 }, (_, at) => ({ path: `${at}/a`, content: "" }));
    const [bytes] = await allWays(members);
    if (bytes === undefined) throw new Error("one way");
    const { unread } = await readLayer({ bytes }, { probes: [fails] });
    expect(unread).toHaveLength(10_001);
    expect(unread.at(-1)).toEqual({ path: "/", reason: "3 more files could not be read" });
  });

  it("hashes large streamed files only", async () => {
    const ways = await allWays([
      { path: "a", content: "x".repeat(100) },
      { path: "b", content: "y" },
    ]);
    const hashed = await Promise.all(
      ways.map(async (bytes) => [...(await readLayer({ bytes }, { probes: [], hashFrom: 50 })).hashes.keys()]),
    );
    expect(hashed).toEqual([[], [0], [0]]);
  });
});

describe("chooseProbes", () => {
  it("matches endings of dot files, but no folder prefixes", () => {
    const choose = chooseProbes([text("env", { endings: [".env"] }), text("etc", { under: ["/etc/"] })]);
    const folders: string[] = [];
    const names = (path: string): string[] => {
      const file: ProbedFile = { path, size: 1, mode: 0o644 };
      const bytes = newPathBytes();
      setPath(bytes, path);
      const folder = folders.push(path.slice(0, path.lastIndexOf("/"))) - 1;
      return choose(file, bytes, folder).map(({ name }) => name);
    };
    expect(names("/app/.env")).toEqual(["env"]);
    expect(names("/app/prod.env")).toEqual(["env"]);
    expect(names("/etcetera/x")).toEqual([]);
    expect(names("/etc/x")).toEqual(["etc"]);
    expect(names("/env")).toEqual([]);
  });

  it("never misses a name or an ending because of a hash collision", () => {
    const name = fc.stringMatching(/^[a-z.é-]{1,12}$/u);
    const known = fc.array(name, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(known, known, fc.array(name, { maxLength: 50 }), (names, endings, others) => {
        const dotted = endings.map((ending) => `.${ending.replaceAll(".", "")}`);
        const choose = chooseProbes([text("by name", { names }), text("by ending", { endings: dotted })]);
        for (const one of [...names, ...dotted.map((ending) => `x${ending}`), ...others]) {
          const bytes = newPathBytes();
          setPath(bytes, `/a/${one}`);
          const dot = one.lastIndexOf(".");
          const expected = [
            ...(names.includes(one) ? ["by name"] : []),
            ...(dot !== -1 && dotted.includes(one.slice(dot)) ? ["by ending"] : []),
          ];
          const file = { path: `/a/${one}`, size: 1, mode: 0o644 };
          expect(choose(file, bytes, 0).map((probe) => probe.name)).toEqual(expected);
        }
      }),
    );
  });
});
