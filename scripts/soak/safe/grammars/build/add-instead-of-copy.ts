import { gzipSync } from "node:zlib";
import type { Dice } from "../../dice.ts";
import { maybe, smallBases, textCase } from "../../pieces/text-case.ts";
import type { Build, Files, Grammar, SoakCase } from "../../soak-case.ts";

const sources = [
  "app.py",
  "app.py b.txt",
  ".",
  "folder",
  "folder/",
  "*.py",
  "*",
  "b.*",
  "data",
  "data.bin",
  "a.tar",
  "a.tar.gz",
  "$S",
  "${S}",
  "folder/*",
  "--chown=1:1 app.py",
  "--chmod=700 folder",
  "--link app.py",
  "app.py folder",
  '"app.py"',
  "./app.py",
  "none*app.py",
  "src",
  "src/",
  "http://172.30.0.1:8099/simple/flask/",
  "--keep-git-dir=true folder",
  "[ab]*.py",
  "a.tgz app.py",
  "folder/inner.tar",
  "image",
  "../app.py",
  "/app.py",
  "empty",
  "a?tar",
  "--checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 app.py",
  "vendor",
];

/** One file named `name`, 512 bytes of header (POSIX ustar) and its content. */
function tar(name: string, content: string): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\x000000000\x000000000\x00", 100);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0        0`, 124);
  header.write("ustar\x0000", 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return Buffer.concat([header, Buffer.from(content.padEnd(512, "\0")), Buffer.alloc(1024)]);
}

const archive = tar("unpacked", "of an archive\n");

function contextOf(dice: Dice): Files {
  const any = (text: string): string | Uint8Array =>
    dice.chance(0.3) ? archive : dice.chance(0.15) ? gzipSync(archive) : text;
  return {
    "app.py": dice.chance(0.1) ? archive : "x\n",
    "b.txt": any("b\n"),
    data: any("d\n"),
    "data.bin": any("\0\u0001"),
    "a.tar": archive,
    "a.tar.gz": gzipSync(archive),
    "a.tgz": gzipSync(archive),
    "folder/x": any("x\n"),
    "folder/inner.tar": archive,
    image: any("i\n"),
    empty: "",
    "src/app.py": "s\n",
    "vendor/lib.py": "v\n",
    ...(dice.chance(0.2) && { ".dockerignore": dice.pick(["a.*\n", "*.tar\n*.tgz\n", "folder\n", "**/*\n!app.py\n"]) }),
  };
}

/** The same Dockerfile built in another folder, in which the names mean archives. */
function elsewhere(dice: Dice, text: string): SoakCase {
  const inner = { "docker/app.py": "x\n", "docker/src": "plain\n", "docker/data": "d\n", "docker/folder/x": "x\n" };
  const outer = { "app.py": archive, src: archive, data: gzipSync(archive), "folder/x": "x\n" };
  const use = dice.pick<Files>([
    { "compose.yaml": "services:\n  a:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n" },
    { Makefile: "all:\n\tdocker build -f docker/Dockerfile .\n" },
    { "docker-bake.hcl": 'target "a" {\n  context = "."\n  dockerfile = "docker/Dockerfile"\n}\n' },
    {
      ".github/workflows/ci.yml":
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build --file docker/Dockerfile .\n",
    },
    { "build.sh": "#!/bin/sh\ndocker build -f docker/Dockerfile .\n" },
    { "README.md": "    docker build -f docker/Dockerfile .\n" },
    {},
  ]);
  const builds: readonly Build[] = [
    { name: "inner", dockerfile: "docker/Dockerfile", context: "docker" },
    { name: "outer", dockerfile: "docker/Dockerfile", context: "." },
  ];
  return { files: { ...inner, ...outer, ...use, "docker/Dockerfile": text }, builds };
}

export const grammar: Grammar = {
  rule: "build/add-instead-of-copy",
  commands: false,
  write: (dice) => {
    if (dice.chance(0.12))
      return elsewhere(
        dice,
        `FROM ${dice.pick(smallBases)}\nADD ${dice.pick(["src", "data", "app.py", "folder", "app.py folder"])} /srv/\n`,
      );
    const add = (): string =>
      `${dice.pick(["ADD", "ADD", "add", "Add"])} ${dice.pick(sources)} ${dice.pick(["/srv/", "/app", ".", "./", "/x/y/", "$D", "/srv/app.py", "/"])}`;
    return textCase(
      dice,
      [
        `FROM ${dice.pick(smallBases)} AS base`,
        "ENV S=app.py D=/d/",
        ...maybe(dice, 0.2, "ARG S=a.tar"),
        add(),
        ...maybe(dice, 0.4, add()),
        ...maybe(dice, 0.2, "ADD <<EOF /h\nADD x y\nEOF"),
        ...maybe(dice, 0.15, `ONBUILD ${add()}`),
        ...maybe(dice, 0.2, "FROM base", add()),
      ],
      contextOf(dice),
    );
  },
};
