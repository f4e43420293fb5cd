import { putOwn } from "../../domain/own-value.ts";
import type { Capture, FormPart } from "../../domain/workload/http-parts.ts";
import { braceBlocks, pairsOf, type BraceBlock } from "./bruno/brace-blocks.ts";
import type { RecordedRequest, RequestBody, RequestReading, RequestSource } from "./request-source.ts";
import { countNotes } from "./shared/count-notes.ts";
import { graphqlBody } from "./shared/graphql-body.ts";
import { encodeValue } from "./shared/encode-value.ts";
import { isOwnHeader } from "./shared/plain-headers.ts";
import { pointerOfPath } from "./shared/json-path.ts";
import { addressOf } from "./shared/request-address.ts";
import { sampleFile } from "./shared/sample-file.ts";
import { wholeText } from "./shared/whole-text.ts";
import { captureName, withVariables } from "./shared/with-variables.ts";

export default {
  name: "bruno",
  title: "a Bruno request (.bru), or a folder of them",
  recognizes: (file, head) => /\.bru$/iu.test(file) && /^[\w:-]{1,40}[ \t]{0,5}\{/mu.test(head),
  open: (file) => wholeText(file, read),
} satisfies RequestSource;

const methods = /^(?:get|head|options|post|put|patch|delete|trace|connect)$/u;
const maxRequests = 5000;

/** Blocks of one request, behind those that its folder and its collection give to all. */
interface Scope {
  blocks: BraceBlock[];
}

/** One file, or those of a folder behind one another: `meta` begins a request, a folder or the collection. */
function read(text: string): RequestReading {
  const notes = countNotes();
  const captures = new Set<string>();
  const collection: Scope = { blocks: [] };
  let folder: Scope = { blocks: [] };
  const requests: RecordedRequest[] = [];
  for (const blocks of filesOf(braceBlocks(text))) {
    const kind = new Map(pairsOf(blocks.find(({ name }) => name === "meta")?.text ?? "")).get("type");
    if (blocks.some(({ name }) => methods.test(name))) {
      if (requests.length >= maxRequests) continue;
      const request = requestOf([...collection.blocks, ...folder.blocks, ...blocks], captures, (what) =>
        notes.add(what),
      );
      if (request === undefined) continue;
      for (const name of Object.keys(request.capture ?? {})) captures.add(name);
      requests.push(request);
    } else if (kind === "folder") folder = { blocks };
    else collection.blocks.push(...blocks);
  }
  return { requests, notes: notes.list() };
}

function filesOf(blocks: readonly BraceBlock[]): BraceBlock[][] {
  const files: BraceBlock[][] = [];
  for (const block of blocks) {
    if (block.name === "meta" || files.length === 0) files.push([]);
    files.at(-1)?.push(block);
  }
  return files;
}

function requestOf(
  blocks: readonly BraceBlock[],
  captures: ReadonlySet<string>,
  skip: (what: string) => void,
): RecordedRequest | undefined {
  const skipped = (what: string): undefined => {
    skip(what);
    return undefined;
  };
  // The last one is the request's own.
  const block = (name: string) => blocks.findLast((one) => one.name === name)?.text;
  const variables = new Map(
    blocks.filter(({ name }) => /^vars(?::pre-request)?$/u.test(name)).flatMap(({ text }) => pairsOf(text)),
  );
  const fill = (text: string) => withVariables(text, variables, captures);
  const pairs = (name: string) =>
    pairsOf(block(name) ?? "").map(([key, value]): [string, string] => [key, fill(value)]);
  if (blocks.some(({ name }) => /^(?:script:|tests$)/u.test(name))) skip("scripts and tests, which are not run");
  const action = blocks.findLast(({ name }) => methods.test(name));
  const settings = new Map(pairsOf(action?.text ?? ""));
  const path = new Map(pairs("params:path"));
  const url = fill(settings.get("url") ?? "").replaceAll(
    /\/:([\w-]{1,60})/gu,
    (_, name: string) => `/${encodeValue(path.get(name) ?? "1")}`,
  );
  const address = addressOf(url);
  if (address === undefined || address.isSocket) return skipped("requests without a known address");
  const query = pairs("params:query").map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`);
  const headers: Record<string, string> = loginOf(settings.get("auth"), pairs, blocks);
  for (const [name, value] of blocks.filter((one) => one.name === "headers").flatMap(({ text }) => pairsOf(text)))
    if (isOwnHeader(name)) putOwn(headers, name.toLowerCase(), fill(value));
  const body = bodyOf(settings.get("body") ?? "none", { block: (name) => fill(block(name) ?? ""), pairs });
  if (body === "file") return skipped("requests with a body from a file");
  if (body !== undefined && body.type !== "") headers["content-type"] ??= body.type;
  if (body?.type === "") delete headers["content-type"];
  const captured = Object.fromEntries(
    pairsOf(block("vars:post-response") ?? "").flatMap(([name, value]): [string, Capture][] => {
      const json = value.startsWith("res.body") ? pointerOfPath(value.slice("res.body".length)) : undefined;
      return json === undefined ? [] : [[captureName(name), { json }]];
    }),
  );
  const status = Number(new Map(pairsOf(block("assert") ?? "")).get("res.status")?.replace(/^eq\s+/u, ""));
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.tls === true && { tls: true }),
    method: (action?.name ?? "get").toUpperCase(),
    // The address has the query, too.
    target: query.length > 0 ? `${address.target.split("?", 1)[0]}?${query.join("&")}` : address.target,
    headers,
    ...(body && { body: body.body }),
    ...(status >= 100 && status < 600 && { status }),
    ...(Object.keys(captured).length > 0 && { capture: captured }),
    values: "written",
    at: `request ${new Map(pairsOf(block("meta") ?? "")).get("name") ?? ""}`,
  };
}

interface Blocks {
  readonly block: (name: string) => string;
  readonly pairs: (name: string) => readonly (readonly [string, string])[];
}

function bodyOf(
  kind: string,
  { block, pairs }: Blocks,
): { readonly body: RequestBody; readonly type: string } | "file" | undefined {
  switch (kind) {
    case "json":
    case "xml":
    case "text": {
      const text = (block(`body:${kind}`) || (kind === "json" ? block("body") : "")).trim();
      return text === "" ? undefined : { body: { text }, type: kind === "text" ? "text/plain" : `application/${kind}` };
    }
    case "formUrlEncoded":
      return {
        body: {
          text: pairs("body:form-urlencoded")
            .map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`)
            .join("&"),
        },
        type: "application/x-www-form-urlencoded",
      };
    case "multipartForm":
      return { body: { parts: pairs("body:multipart-form").map(partOf) }, type: "" };
    case "graphql":
      return {
        body: { text: graphqlBody(block("body:graphql").trim(), block("body:graphql:vars")) },
        type: "application/json",
      };
    case "file":
      return "file";
    default:
      return undefined;
  }
}

function partOf([name, value]: readonly [string, string]): FormPart {
  if (!value.startsWith("@file(")) return { name, value };
  const { hex, name: filename, type } = sampleFile(value);
  return { name, hex, filename, type };
}

/** Values of a login are variables of the caller's, whatever the file holds. */
function loginOf(
  auth: string | undefined,
  pairs: Blocks["pairs"],
  blocks: readonly BraceBlock[],
): Record<string, string> {
  const inherited = blocks.find(({ name }) => name === "auth")?.text;
  const mode = auth === undefined || auth === "inherit" ? new Map(pairsOf(inherited ?? "")).get("mode") : auth;
  switch (mode) {
    case "bearer":
      return { authorization: `Bearer ${new Map(pairs("auth:bearer")).get("token") ?? "${WORKLOAD_TOKEN}"}` };
    case "basic":
      return { authorization: "Basic ${WORKLOAD_BASIC}" };
    case "apikey": {
      const key = new Map(pairs("auth:apikey"));
      const name = (key.get("key") ?? "x-api-key").toLowerCase();
      return key.get("placement") === "queryparams" ? {} : { [name]: key.get("value") ?? "${WORKLOAD_API_KEY}" };
    }
    default:
      return {};
  }
}
