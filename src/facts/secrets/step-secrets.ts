import type { HttpStep, Payload, Probe, Step } from "../../domain/workload/workload.ts";
import { namesSecret } from "../../secrets/secret-name.ts";
import { scan } from "./scan.ts";
import { secretsInWords } from "./words-by-name.ts";

/** A secret in a step as it is written there, and the field that says so. */
export interface StepSecret {
  readonly name: string;
  readonly value: string;
  /** The same as a program may print it: without percent signs, a password of a login in base64. */
  readonly decoded?: string;
}

/** A shorter one stands in other texts by chance. */
const minLength = 4;

/** Secrets that a step sends, by the names of headers and fields and by their form; the longest first. */
export function secretsInStep(step: Step): readonly StepSecret[] {
  switch (step.kind) {
    case "http":
      return sorted([...inRequest(step), ...byForm([step.path, ...Object.values(step.headers), step.body ?? ""])]);
    case "exec":
    case "run":
      return secretsInCommand(step.command);
    case "tcp":
    case "udp":
      return sorted(inPayload(step.send));
    default:
      return [];
  }
}

/** The same for what is asked until the container is ready. */
export function secretsInProbe(probe: Probe): readonly StepSecret[] {
  if (probe.kind !== "http") return [];
  const headers = probe.headers ?? {};
  return sorted([...inRequest({ path: probe.path, headers }), ...byForm([probe.path, ...Object.values(headers)])]);
}

export function secretsInCommand(words: readonly string[]): readonly StepSecret[] {
  return sorted([
    ...secretsInWords(words),
    ...words.flatMap((word) => inFields(word, /:\/\/[^\s:@/]{0,100}(:)([^\s:@/]{1,200})@/gu)),
  ]);
}

/** Each value once: the first name that was given to it stays. */
function sorted(secrets: readonly StepSecret[]): StepSecret[] {
  const byValue = new Map<string, StepSecret>();
  for (const one of secrets)
    if (one.value.length >= minLength && !/^\$\{\w+\}$|\{\{/u.test(one.value) && !byValue.has(one.value))
      byValue.set(one.value, one);
  return [...byValue.values()].toSorted((a, b) => b.value.length - a.value.length);
}

type Request = Pick<HttpStep, "path" | "headers" | "body">;

function inRequest({ path, headers, body = "" }: Request): StepSecret[] {
  const [place = "", query = ""] = path.split("?", 2);
  return [
    ...Object.entries(headers).flatMap(([name, value]) => inHeader(name.toLowerCase(), value)),
    ...inSegments(place),
    ...inForm(query),
    ...inBody(body),
  ];
}

/** Headers that authenticate under a name that does not say so. */
const secretHeader =
  /authorization|token|secret|password|credential|session|(?:^|-)(?:api-?key|auth-?key|access-?key|admin-?key|subscription-key)$|^(?:apikey|x-auth|x-authentication)$/u;

function inHeader(name: string, value: string): StepSecret[] {
  if (name === "cookie")
    return value.split(/;\s*/u).flatMap((pair) => {
      const [, key = "", text = ""] = /^([^=]*)=(.*)$/su.exec(pair) ?? [];
      return text.length >= mostPlain || saysSecret(key, text) ? [{ name: `cookie_${key}`, value: text }] : [];
    });
  if (!secretHeader.test(name)) return [];
  const [, scheme = "", rest = value] = /^([A-Za-z][\w-]{1,40})\s+(.+)$/su.exec(value) ?? [];
  return [{ name, value: rest, ...(/^basic$/iu.test(scheme) && loginOf(rest)) }];
}

/** Of a cookie whose name says nothing: a longer value is a session's. */
const mostPlain = 8;

/** The password of `user:password` in base64. */
function loginOf(base64: string): Pick<StepSecret, "decoded"> {
  const login = Buffer.from(base64, "base64").toString("utf8");
  const password = login.slice(login.search(/[:\0](?=[^:\0]*$)/u) + 1);
  return password.length >= minLength ? { decoded: password } : {};
}

/** `/reset-token/8f3a…`: what stands behind a segment that says secret. */
function inSegments(path: string): StepSecret[] {
  const segments = path.split("/");
  return segments.flatMap((segment, at) => {
    const name = segments[at - 1] ?? "";
    return segment.length >= mostPlain && /\d/u.test(segment) && saysSecret(name, segment)
      ? [{ name, value: segment, ...percentDecoded(segment) }]
      : [];
  });
}

/** `a=b&password=c`, of a query or a form. */
function inForm(text: string): StepSecret[] {
  return text.split("&").flatMap((pair) => {
    const [, key = "", value = ""] = /^([^=]{1,200})=(.*)$/su.exec(pair) ?? [];
    return saysSecret(key, value) ? [{ name: key, value, ...percentDecoded(value) }] : [];
  });
}

function percentDecoded(value: string): Pick<StepSecret, "decoded"> {
  try {
    const decoded = decodeURIComponent(value.replaceAll("+", " "));
    return decoded === value ? {} : { decoded };
  } catch {
    return {};
  }
}

/** `"password": "x"` of JSON, `password: "x"` of GraphQL, `<password>x</password>`, and a part of multipart/form-data. */
const fields = [
  /"([^"\\]{1,200})"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){1,2000})"/gsu,
  /"([^"\\]{1,200})"\s{0,20}:\s{0,20}(\d{4,40})/gu,
  /(?<![\w"])([A-Za-z_]\w{0,60})[:=] ?\\?"([^"\\]{1,400})/gu,
  /<(?:\w{1,40}:)?([\w-]{1,100})>([^<>]{1,400})<\//gu,
  /name="([^"]{1,100})"\r?\n\r?\n([^\r\n]{1,400})/gu,
];

function inBody(body: string): StepSecret[] {
  return [
    ...(/^[^\s=&{<]{1,200}=/u.test(body) ? inForm(body) : []),
    ...fields.flatMap((pattern) => inFields(body, pattern)),
  ];
}

function inFields(text: string, pattern: RegExp): StepSecret[] {
  return [...text.matchAll(pattern)].flatMap(([, key = "", value = ""]) =>
    key === ":" || saysSecret(key, value) ? [{ name: key === ":" ? "password" : key, value, ...unescaped(value) }] : [],
  );
}

function unescaped(value: string): Pick<StepSecret, "decoded"> {
  if (!value.includes("\\")) return {};
  try {
    return { decoded: String(JSON.parse(`"${value}"`)) };
  } catch {
    return {};
  }
}

/** Names of fields that say secret in a request alone; of the last ones only long values are. */
const fieldName =
  /^(?:pwd|pass|otp|jwt|bearer|session|session_?id|csrf|csrf_token|nonce)$|(?:^|_)(?:password|passwd|secret|token)(?:_|$)/iu;
const longFieldName = /^(?:key|sig|signature|auth|sid|code|state|ticket)$/iu;

function saysSecret(field: string, value: string): boolean {
  const name = field
    .replaceAll(/([a-z0-9])([A-Z])/gu, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/gu, "_")
    .replaceAll(/^_|_$/gu, "");
  if (/^(?:true|false|null|on|off|)$/iu.test(value)) return false;
  return namesSecret(name) || fieldName.test(name) || (longFieldName.test(name) && value.length >= 16);
}

/** Logins of line protocols: `AUTH hunter22` of redis, `PASS hunter22` of mail and FTP, `AUTH PLAIN …` of SMTP, and redis' own form of them. */
const logins = [
  /^(?:AUTH|PASS)[ \t]+(?:\S{1,100}[ \t]+)?(\S{1,400})[ \t]*\r?$/gimu,
  /\r\nAUTH\r\n(?:\$\d{1,9}\r\n\S{1,400}\r\n)?\$\d{1,9}\r\n(\S{1,400})\r\n/giu,
];

function inPayload(send: Payload | undefined): StepSecret[] {
  if (send === undefined || "hex" in send) return [];
  const { text } = send;
  const named = logins.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([line, value = ""]) => ({
      name: "password",
      value,
      ...(/^AUTH[ \t]+PLAIN/iu.test(line) && loginOf(value)),
    })),
  );
  return [...named, ...inBody(text), ...byForm([text])];
}

/** What the detectors of `facts/secrets` know by its form. */
function byForm(texts: readonly string[]): StepSecret[] {
  return texts.flatMap((text) => {
    const bytes = Buffer.from(text);
    return scan(bytes, undefined).map(({ at, end }) => ({ name: "secret", value: bytes.toString("utf8", at, end) }));
  });
}
