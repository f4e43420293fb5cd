import type { Dice } from "../dice.ts";

/** A way to write a path, and what has to be there for it. */
export interface Spelling {
  /** A word of a shell command. */
  readonly word: string;
  /** Shell before the command, in the same line. */
  readonly shell?: string;
  /** Instructions before the RUN. */
  readonly instructions?: readonly string[];
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const plain = (path: string): Spelling => ({ word: path });

/** The path as a person would write it, in most cases, and otherwise as one who hides it would. */
export function spell(dice: Dice, path: string): Spelling {
  if (dice.chance(0.6)) return plain(path);
  const [parent, name] = [parentOf(path), nameOf(path)];
  return dice.pick<Spelling>([
    { word: `${path}/` },
    { word: `${path}/.` },
    { word: `/${path}` },
    { word: path.replaceAll("/", "//") },
    { word: `${path}/../${name}` },
    { word: `/usr/..${path}` },
    { word: `/proc/self/root${path}` },
    { word: `${parent}/${name.slice(0, -1)}?` },
    { word: `${parent}/*` },
    { word: `${parent}/[${name[0]}]${name.slice(1)}` },
    { word: `"${parent}"/${name}` },
    { word: `${parent}/\\${name}` },
    { word: `${parent}/''${name}` },
    { word: `${parent}/{${name},none}` },
    { word: parent },
    { word: `$(echo ${path})` },
    { word: `\`printf %s ${path}\`` },
    { word: `"$D"`, shell: `D=${path}; ` },
    { word: "$1", shell: `set -- ${path}; ` },
    { word: `\${D:-${path}}` },
    { word: name, shell: `cd ${parent} && ` },
    { word: ".", shell: `cd ${path} && ` },
    { word: name, instructions: [`WORKDIR ${parent}`] },
    { word: `./${name}`, instructions: [`WORKDIR ${parent}`] },
    { word: ".", instructions: [`WORKDIR ${path}`] },
    { word: "$PWD", instructions: [`WORKDIR ${path}`] },
    { word: "$D", instructions: [`ENV D=${path}`] },
    { word: "${D}", instructions: [`ARG D=${path}`] },
    { word: `$D/${name}`, instructions: [`ENV D ${parent}`] },
    { word: "/link", instructions: [`RUN ln -s ${path} /link`] },
    { word: `/link/${name}`, instructions: [`RUN ln -s ${parent} /link`] },
    ...(path.startsWith("/root/")
      ? [`~${path.slice(5)}`, `$HOME${path.slice(5)}`, `"\${HOME}"${path.slice(5)}`].map(plain)
      : []),
  ]);
}
