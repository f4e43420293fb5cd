import type { DockerfileFact } from "../dockerfile/dockerfile.ts";
import type { LeftoverFile } from "./leftover-files.ts";

/** A Dockerfile with two more stages, or why it cannot have them. */
export type SlimText = { readonly text: string } | { readonly refused: string };

export interface SlimStages {
  /** Names of the packages that go, in dpkg's grammar. */
  readonly packages: readonly string[];
  /** Folders with a layer of their own. */
  readonly folders: readonly string[];
  /** Instructions of the image's configuration. */
  readonly config: readonly string[];
  /** Remove what Python compiled from their files. */
  readonly compiled: boolean;
  /** What package tools left behind. */
  readonly leftovers: readonly LeftoverFile[];
}

/** Adds the stages behind the target (`build.target`, or the last one), whose name and references the new one takes over. */
export function withSlimStages(dockerfile: DockerfileFact, stages: SlimStages, target: string | undefined): SlimText {
  const { text, eol, escape } = dockerfile;
  if (escape !== "\\") return { refused: "its escape character is not the backslash" };
  const index =
    target === undefined
      ? dockerfile.stages.length - 1
      : dockerfile.stages.findIndex(({ name }) => name?.toLowerCase() === target.toLowerCase());
  const stage = dockerfile.stages[index];
  if (stage === undefined) return { refused: `it has no stage ${target ?? ""}` };
  const isLast = stage.final;
  if (!isLast && /(?:--from=|from=|FROM[ \t]{1,8})["']?\d/i.test(text))
    return { refused: "later stages are named by their number, which would change" };
  const names = new Set(dockerfile.stages.flatMap(({ name }) => name?.toLowerCase() ?? []));
  const free = (wanted: string): string => {
    for (let count = 1; ; count++) {
      const name = count === 1 ? wanted : `${wanted}-${count}`;
      if (!names.has(name)) return name;
    }
  };
  const [full, system] = [free("app"), free("system")];
  const [image, , alias] = stage.from.words;
  if (image === undefined) return { refused: "its last FROM names no image" };
  const span = alias?.span ?? { start: image.span.end, end: image.span.end };
  const named = `${text.slice(0, span.start)}${alias === undefined ? ` AS ${full}` : full}${text.slice(span.end)}`;
  const shift = named.length - text.length;
  const next = dockerfile.stages[index + 1];
  const at = next === undefined ? named.length : next.from.span.start + shift;
  const added = slimLines(stages, { full, system, name: stage.name }).join(eol);
  const before = named.slice(0, at);
  return {
    text: `${before}${before.endsWith("\n") ? "" : eol}${eol}${added}${eol}${isLast ? "" : eol}${named.slice(at)}`,
  };
}

/** The stages of a candidate, built on an image that is there. */
export function slimDockerfile(image: string, stages: SlimStages): string {
  return `FROM ${image} AS app\n\n${slimLines(stages, { full: "app", system: "system", name: undefined }).join("\n")}\n`;
}

function slimLines(
  { packages, folders, config, compiled, leftovers }: SlimStages,
  { full, system, name }: { readonly full: string; readonly system: string; readonly name: string | undefined },
): string[] {
  const emptied = [
    ...folders.map((folder) => `${folder}/* ${folder}/.[!.]* ${folder}/..?*`),
    ...leftovers.map(({ path, isFolder }) => (isFolder ? `${path}/*` : path)),
  ];
  const steps = [
    ...(emptied.length > 0 ? [`rm -rf ${emptied.join(" ")}`] : []),
    ...(packages.length > 0 ? removal(packages, compiled) : []),
  ];
  return [
    `# Without the packages that nothing needs; ${full} is the same image with them, to look inside.`,
    `FROM ${full} AS ${system}`,
    "USER 0",
    "WORKDIR /",
    `RUN ${JSON.stringify(["/bin/sh", "-c", steps.join("; ") || ":"])}`,
    "",
    `FROM scratch${name === undefined ? "" : ` AS ${name}`}`,
    "# hullproof ignore layers/whole-filesystem: the packages that went free their bytes only in a copy",
    "# hadolint ignore=DL3067",
    `COPY --from=${system} / /`,
    ...folders.map((folder) => `COPY --from=${full} ${folder} ${folder}`),
    ...config,
  ];
}

/** Scripts of packages first: they delete data, or fail without a shell. Then all packages in one call, since dpkg does not start without tar. */
function removal(packages: readonly string[], compiled: boolean): string[] {
  return [
    `p='${packages.toSorted().join(" ")}'`,
    "i=/var/lib/dpkg/info",
    ...(compiled ? [compiledStep] : []),
    "for n in $p; do rm -f $i/$n.pre* $i/$n.post* $i/$n:*.pre* $i/$n:*.post*; done",
    "dpkg --log=/dev/null --purge --force-all --no-triggers $p && : >/var/lib/dpkg/status-old",
  ];
}

/** dpkg does not know the compiled files. */
const compiledStep =
  'for n in $p; do cat $i/$n.list $i/$n:*.list 2>/dev/null; done | while read -r f; do case $f in *.py) b=${f##*/}; rm -f "${f%/*}/__pycache__/${b%.py}".*.pyc;; esac; done';
