import type { ImageInfo } from "../../domain/image/image-info.ts";

type Source = Pick<ImageInfo, "layers" | "config">;

/** Longest address that is shown. */
const longest = 160;

/**
 * What of an image's configuration and history names the version of a program that was downloaded or compiled: the variable that holds it, and the
 * address that it came from. Sentences without their full stop; empty where nothing does.
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

/** Without what may be secret in it: names, words behind a question mark. */
function bareAddress(word: string): string | undefined {
  const [, scheme, rest] = /^(https?:\/\/)(?:[^/@]*@)?([^?#]+)/.exec(word) ?? [];
  return rest === undefined || rest.length > longest ? undefined : `${scheme}${rest}`;
}
