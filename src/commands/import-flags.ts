import { Failure } from "../domain/failure.ts";

/** Of `init` and `learn`: files with requests that become steps. */
export const importFlags = {
  from: {
    kind: "parsed",
    parse: String,
    brief:
      "File with requests that become steps: OpenAPI, HAR, access log (also .gz), .http, Hurl, Bruno, Insomnia, Postman, curl lines, health checks of a deployment; or known:NAME, such as known:postgresql. May be repeated.",
    optional: true,
    variadic: true,
    placeholder: "FILE",
  },
  host: {
    kind: "parsed",
    parse: String,
    brief: "Host whose requests in these files are the container's. May be repeated.",
    optional: true,
    variadic: true,
    placeholder: "NAME",
  },
  base: {
    kind: "parsed",
    parse: String,
    brief: "Path in front of a document's paths, in place of its servers'; OLD=NEW for recordings: /shop=/.",
    optional: true,
    placeholder: "PATH",
  },
  maxSteps: {
    kind: "parsed",
    parse: toCount,
    brief: "Most steps that are made of these files. Default: 40.",
    optional: true,
    placeholder: "COUNT",
  },
} as const;

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new Failure("bad-usage", `--max-steps ${text} is not a number of steps`, {
    hint: "Write a number from 1 to 1000.",
  });
}
