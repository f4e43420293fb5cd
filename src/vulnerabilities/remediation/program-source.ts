import type { ImageInfo } from "../../domain/image/image-info.ts";

type Source = Pick<ImageInfo, "layers" | "config">;

/** Longest address that is shown. */
const longest = 160;

/**
 * Variables and addresses in an image's configuration and history that name the version of a downloaded or compiled
 * program. Sentences without their full stop; empty if there are none.
 */
export function programSource(image: Source, installed: string, layer: number): string[] {
  const program = image.layers.find(({ index }) => index === layer);
  const step = program?.createdBy ?? "";
  const variable = image.config.env.find((pair) => isVersion(pair, installed));
  const argument = variable ?? wordsOf(step).find((word) => isVersion(word, installed));
  const address = wordsOf(step)
    .map(bareAddress)
    .find((one) => one?.includes(installed) === true);
  const line = program?.line === undefined ? "" : `, line ${program.line} of the Dockerfile`;
  return [
    ...(argument === undefined
      ? []
      : [
          `${variable === undefined ? "the ARG" : "the ENV"} ${argument} says which: change it, and the checksum that belongs to it`,
        ]),
    ...(address === undefined ? [] : [`downloaded from ${address}${line}`]),
    ...(argument === undefined && address === undefined && program?.line !== undefined
      ? [`brought by layer ${layer}${line}`]
      : []),
  ];
}

/** `NGINX_VERSION=1.27.3`, `GOLANG_VERSION=go1.22.3`. */
function isVersion(pair: string, installed: string): boolean {
  const [name = "", value = ""] = pair.split("=", 2);
  return /^\w+$/.test(name) && /VERSION|RELEASE|TAG/i.test(name) && value.replace(/^\D{0,12}(?=\d)/, "") === installed;
}

function wordsOf(step: string): string[] {
  return step.slice(0, 65_536).split(/[\s"';|&()]+/);
}

/** Without parts that may be secret: user names, query strings. */
function bareAddress(word: string): string | undefined {
  const [, scheme, address] = /^(https?:\/\/)(?:[^/@]*@)?([^?#]+)/.exec(word) ?? [];
  return address === undefined || address.length > longest ? undefined : `${scheme}${address}`;
}
