import type { BaseReference, DockerfileFact, Instruction, Stage } from "../facts/dockerfile.ts";
import { stageTree } from "./stage-tree.ts";

const chains = new WeakMap<DockerfileFact, readonly Stage[]>();

/** The final stage and the stages it is built FROM, first the outermost base: their layers and settings end in the image. */
export function targetChain(dockerfile: DockerfileFact): readonly Stage[] {
  let chain = chains.get(dockerfile);
  if (chain === undefined) chains.set(dockerfile, (chain = chainOf(dockerfile)));
  return chain;
}

function chainOf(dockerfile: DockerfileFact): readonly Stage[] {
  const { parents } = stageTree(dockerfile);
  const chain: Stage[] = [];
  let stage = dockerfile.stages.at(-1);
  while (stage !== undefined) {
    chain.push(stage);
    const parent = parents[stage.index];
    stage = parent === undefined ? undefined : dockerfile.stages[parent];
  }
  return chain.reverse();
}

/** Instructions of the chain in the order in which they shape the image. */
export function chainInstructions(chain: readonly Stage[]): readonly Instruction[] {
  return chain.flatMap((stage) => stage.instructions.filter((instruction) => !instruction.onbuild));
}

/** Docker's own library: `docker.io/library/python`, `library/python` and `python` are one. */
export function officialName(base: BaseReference | undefined): string | undefined {
  if (base?.kind !== "image") return undefined;
  const name = base.name?.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
  return name === undefined || name.includes("/") ? undefined : name;
}

/** Official images whose configuration names no user, so that the container starts as root; checked in docker-library/official-images. */
const startsAsRoot = new Set(
  (
    "alpine almalinux amazoncorretto amazonlinux archlinux bash buildpack-deps busybox centos clojure composer dart debian eclipse-temurin " +
    "elixir erlang fedora gcc golang haskell julia maven node openjdk oraclelinux perl php pypy python rockylinux ruby rust sapmachine swift ubuntu"
  ).split(" "),
);

export function knownRoot(base: BaseReference | undefined): boolean {
  if (base?.kind === "scratch") return true;
  const name = officialName(base);
  return name !== undefined && startsAsRoot.has(name);
}

/** Programs with which an entrypoint gives up root by itself. */
const droppers = ["gosu", "su-exec", "setpriv", "runuser", "s6-setuidgid", "chpst"];
const dropsRoot = new RegExp(`\\b(${droppers.join("|")})\\b`);

/** Something in the image is meant to give up root at start, so that a USER could break it. */
export function dropsRootItself(chain: readonly Stage[]): boolean {
  return chainInstructions(chain).some(
    ({ keyword, args }) =>
      droppers.some((name) => args.includes(name)) &&
      /^(RUN|CMD|ENTRYPOINT|ENV|COPY)$/.test(keyword) &&
      dropsRoot.test(args),
  );
}

/** The USER in force at the end, if the chain sets one. */
export function lastUser(
  chain: readonly Stage[],
): { readonly stage: Stage; readonly instruction: Instruction } | undefined {
  for (const stage of chain.toReversed()) {
    const instruction = stage.instructions.findLast(({ keyword, onbuild }) => keyword === "USER" && !onbuild);
    if (instruction !== undefined) return { stage, instruction };
  }
  return undefined;
}
