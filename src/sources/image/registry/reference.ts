import { Failure } from "../../../domain/failure.ts";

export interface ImageReference {
  /** `docker.io`, `registry.example:5000`; lower case. */
  readonly host: string;
  readonly repository: string;
  /** Defaults to `latest` without a tag or digest. */
  readonly tag?: string;
  readonly digest?: string;
}

const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const host = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`);
const repository = new RegExp(`^${part}(?:/${part})*$`);
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestForm = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Parses an image name like Docker (distribution/reference, grammar and `ParseNormalizedNamed`): `python`,
 * `localhost:5000/app:1`, `ghcr.io/owner/app@sha256:...`. Throws `Failure` (`bad-usage`).
 */
export function parseReference(text: string): ImageReference {
  // No valid name is nearly as long; limits the work on hostile input.
  if (text.length > 1_000) throw noName(text.slice(0, 100), "it is too long");
  const [name = "", digest, ...more] = text.split("@");
  if (more.length > 0 || (digest !== undefined && !digestForm.test(digest))) {
    throw noName(text, "its digest is not sha256: and 64 hexadecimal digits");
  }
  const slash = name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  // Without a dot, a colon or an upper-case letter, the text before the slash belongs to the path.
  const isHost = /[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first;
  const pathAndTag = isHost ? name.slice(slash + 1) : name;
  const colon = pathAndTag.indexOf(":");
  const path = colon === -1 ? pathAndTag : pathAndTag.slice(0, colon);
  const tag = colon === -1 ? undefined : pathAndTag.slice(colon + 1);
  if (isHost && !host.test(first)) throw noName(text, `${first} is not a host`);
  if (path.toLowerCase() !== path) throw noName(text, "a repository is written in lower case");
  if (!repository.test(path) || path.length > 255) throw noName(text, `${path || "nothing"} is not a repository`);
  if (tag !== undefined && !tagForm.test(tag)) throw noName(text, `${tag || "nothing"} is not a tag`);
  const at = first.toLowerCase();
  const onHub = !isHost || at === "docker.io" || at === "index.docker.io";
  return {
    host: onHub ? "docker.io" : at,
    repository: onHub && !path.includes("/") ? `library/${path}` : path,
    ...(tag !== undefined ? { tag } : digest === undefined ? { tag: "latest" } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The short form: without Docker Hub's host and `library/`. */
export function showReference({ host: at, repository: path, tag, digest }: ImageReference): string {
  const short = at === "docker.io" ? path.replace(/^library\//, "") : `${at}/${path}`;
  return `${short}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

function noName(text: string, reason: string): Failure {
  return new Failure("bad-usage", `${text || "An empty text"} is not an image name: ${reason}.`, {
    hint: "Write [HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST]: python:3.13-slim, registry.example:5000/team/app:1.",
  });
}
