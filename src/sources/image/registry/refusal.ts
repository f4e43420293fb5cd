import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import type { RegistryEndpoint } from "../image-source.ts";
import { retryAfter } from "../../http/retry-after.ts";
import { Transient } from "../../http/transient.ts";
import type { HttpAnswer } from "../../http/transport.ts";

const errorsShape = z.object({
  errors: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })),
});

/** The whole body. Throws `Failure` (`registry-refused`) if it is longer than `limit` bytes, and errors of the body. */
export async function readAll(answer: HttpAnswer, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.length;
    if (bytes > limit) {
      throw new Failure("registry-refused", `${answer.url.host} answered with more than ${limit} bytes.`, {
        hint: "Check that it is a registry.",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A transient status: a server that is busy or restarts. */
export function transientStatus({ status, headers, url }: HttpAnswer, body: Buffer): Transient | undefined {
  if (![408, 429, 500, 502, 503, 504].includes(status)) return undefined;
  const waitMs = retryAfter(headers);
  const waitText = waitMs === undefined ? "" : `, and asks to wait ${Math.ceil(waitMs / 1000)} s`;
  return new Transient(`${url.host} answers ${status}${reason(body)}${waitText}`, {
    waitMs,
    status,
    hint:
      status === 429
        ? "Wait, or log in with `docker login`: registries allow more to those they know."
        : "Try again later, or use a mirror.",
  });
}

/** A refusal of the registry, with the identity used and a hint. `subject` is the name of the request. */
export function refusal(
  endpoint: RegistryEndpoint,
  { status, url }: HttpAnswer,
  body: Buffer,
  subject: string,
): Failure {
  const { host, credential, credentialNote } = endpoint;
  const reasonText = reason(body);
  const cause = { status };
  if (status === 404) {
    return new Failure("registry-refused", `${host} has no ${subject}${reasonText}.`, {
      hint: "Check the name and the tag.",
      cause,
    });
  }
  if (status !== 401 && status !== 403) {
    return new Failure(
      "registry-refused",
      `${url.host} answers ${status} to the request for ${subject}${reasonText}.`,
      {
        hint: "Check that it is a registry.",
        cause,
      },
    );
  }
  const login = host === "docker.io" ? "docker login" : `docker login ${host}`;
  if (credential === undefined) {
    return new Failure(
      "registry-refused",
      `${host} refuses ${subject} to clients without a login${reasonText}. Asked without a login: ${credentialNote}.`,
      {
        hint: `Check the name; if it is right, log in: ${login}`,
        cause,
      },
    );
  }
  const identity = credential.kind === "password" ? credential.username : "the stored identity token";
  return new Failure(
    "registry-refused",
    `${host} does not give ${subject} to ${identity}${reasonText}. The login is ${credentialNote}.`,
    {
      hint: `Log in again: ${login}. If the image is public, log out: ${login.replace("login", "logout")}`,
      cause,
    },
  );
}

/** `: denied: requested access ...`, in the registry's words (distribution-spec, "Error Codes"). */
function reason(body: Buffer): string {
  let errors: z.infer<typeof errorsShape>["errors"] = [];
  try {
    errors = errorsShape.parse(JSON.parse(body.toString("utf8"))).errors;
  } catch {
    // Proxies respond with HTML, which helps nobody.
  }
  const [first] = errors;
  const text = [first?.code, first?.message]
    .filter((part) => part !== undefined && part !== null && part !== "")
    .join(": ");
  return text === "" ? "" : ` (${text.replace(/[^\x20-\x7e]+/g, " ").slice(0, 300)})`;
}
