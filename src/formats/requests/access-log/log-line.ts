import { ownValue } from "../../../domain/own-value.ts";
import { objectOf, textOf } from "../../json/values.ts";
import { logTarget, unescapedRequest } from "./log-target.ts";

export interface LogLine {
  readonly host?: string;
  /** Only compared, never kept. */
  readonly address: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly isMonitor: boolean;
}

type LineReading = LogLine | "no request" | "no path";

/** Undefined for what is no line of an access log. */
export function parseLogLine(line: string): LineReading | undefined {
  if (line.startsWith("{")) return parseJson(line);
  return parseCommon(line) ?? parseHaproxy(line) ?? parseConsole(line);
}

/** Asks whether a service lives, and dominates counts. */
const monitor =
  /kube-probe|ELB-HealthChecker|GoogleHC|Prometheus|Consul Health|UptimeRobot|Pingdom|Blackbox|haproxy-check/iu;

/** `HOST ADDRESS - USER [TIME] "REQUEST" STATUS BYTES "REFERRER" "AGENT"`: common, combined, and vhost_combined with its host. */
function parseCommon(line: string): LineReading | undefined {
  const bracket = line.indexOf("[");
  const open = line.indexOf('] "', bracket);
  if (bracket === -1 || open === -1) return undefined;
  const start = open + 3;
  const end = endOfQuoted(line, start);
  if (end === -1) return undefined;
  const status = Number(line.slice(end + 2, end + 5));
  if (!(status >= 100 && status <= 599)) return undefined;
  const { host, address } = frontOf(line, bracket);
  return toLine(unescapedRequest(line.slice(start, end), "common"), {
    address,
    status,
    agent: line.slice(end + 5),
    ...(host !== undefined && { host }),
  });
}

/** A vhost has its port: `shop.example:443 10.0.0.1 - -`. A syslog prefix may stand in front. */
function frontOf(line: string, bracket: number): { readonly host?: string; readonly address: string } {
  // Of most lines: three words, without a host.
  const first = line.indexOf(" ");
  const second = line.indexOf(" ", first + 1);
  if (second !== -1 && line.indexOf(" ", second + 1) === bracket - 1) return { address: line.slice(0, first) };
  const front = line.slice(0, bracket).trim().split(" ");
  const host = front.length > 3 ? /^[\w.-]{1,200}:\d{1,5}$/u.exec(front[front.length - 4] ?? "")?.[0] : undefined;
  return { address: front[front.length - 3] ?? front[0] ?? "", ...(host !== undefined && { host }) };
}

/** Apache escapes a quote in a request, and the escape itself. */
function endOfQuoted(line: string, start: number): number {
  for (let at = line.indexOf('"', start); at !== -1; at = line.indexOf('"', at + 1)) {
    let escapes = 0;
    while (line[at - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return at;
  }
  return -1;
}

/** `] FRONTEND BACKEND/SERVER TIMES STATUS ... "REQUEST"` of HAProxy's `httplog` and `httpslog` (configuration manual, 8.2.3); of its other formats no request. */
function parseHaproxy(line: string): LineReading | undefined {
  const match = /\] \S{1,200} \S{1,200}\/\S{1,200} [-+\d]{1,20}(?:\/[-+\d]{1,20}){1,5} (-?\d{1,20}) /u.exec(line);
  if (match === null) return /(?:^|: )Connect from \S{1,100}:\d{1,5} to /u.test(line) ? "no request" : undefined;
  const [, status = ""] = match;
  const start = line.indexOf(' "') + 2;
  const end = line.indexOf('"', start);
  // One that was cut has no end.
  if (start === 1 || end === -1 || !/^[1-5]\d\d$/u.test(status)) return "no request";
  const front = line.slice(0, line.lastIndexOf(" [", match.index));
  const address = front.slice(front.lastIndexOf(" ") + 1).replace(/:\d{1,5}$/u, "");
  return toLine(unescapedRequest(line.slice(start, end), "haproxy"), { address, status: Number(status), agent: "" });
}

/** Caddy's `format console`: words for people, then the JSON of the request. */
function parseConsole(line: string): LineReading | undefined {
  const start = line.indexOf("\t{");
  return start === -1 ? undefined : parseJson(line.slice(start + 1));
}

function toLine(
  request: string,
  {
    address,
    status,
    agent,
    host,
  }: { readonly address: string; readonly status: number; readonly agent: string; readonly host?: string },
): LineReading {
  const first = request.indexOf(" ");
  const last = request.lastIndexOf(" ");
  const protocol = request.slice(last + 1);
  const method = request.slice(0, first);
  // `HTTP/0.9` has none; HAProxy writes <BADREQ>.
  if (first === -1 || last === first || !protocol.startsWith("HTTP/") || !/^[A-Z]{3,20}$/u.test(method))
    return "no request";
  const target = logTarget(request.slice(first + 1, last));
  if (target === undefined) return "no path";
  return {
    ...(host !== undefined && { host }),
    ...target,
    address,
    method,
    status,
    isMonitor: isMonitor(agent),
  };
}

/** What a whole line says behind its request is in most logs one of few texts. */
const monitorsByAgent = new Map<string, boolean>();
const maxAgents = 2000;

/** `tail`: all behind the status; a quoted text at its end is the agent. */
function isMonitor(tail: string): boolean {
  if (tail.length < 5) return false;
  const end = tail.length - 1;
  const agent = tail[end] === '"' ? tail.slice(tail.lastIndexOf('"', end - 1)) : tail;
  const known = monitorsByAgent.get(agent);
  if (known !== undefined) return known;
  if (monitorsByAgent.size >= maxAgents) monitorsByAgent.clear();
  const result = monitor.test(agent);
  // A copy: a slice would keep the whole piece of the file.
  monitorsByAgent.set(Buffer.from(agent, "latin1").toString("latin1"), result);
  return result;
}

/** Caddy, Traefik, and formats of nginx that are made of its variables. */
function parseJson(line: string): LineReading | undefined {
  let value: unknown;
  try {
    // nginx' default escaping is no JSON: `\x22`.
    value = JSON.parse(line.includes("\\x") ? line.replaceAll(/\\x([0-9A-Fa-f]{2})/gu, "\\u00$1") : line);
  } catch {
    return undefined;
  }
  const raw = objectOf(value);
  const request = objectOf(raw["request"]);
  const text = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const one = ownValue(raw, name);
      if (typeof one === "string" || typeof one === "number") return String(one);
    }
    return undefined;
  };
  const status = Number(text("status", "DownstreamStatus", "OriginStatus", "status_code", "response_code"));
  if (!(status >= 100 && status <= 599)) return undefined;
  const headers = objectOf(request["headers"]);
  const agents = Object.hasOwn(headers, "User-Agent") ? headers["User-Agent"] : undefined;
  const agent =
    text("http_user_agent", "user_agent", "request_User-Agent", "agent") ??
    (Array.isArray(agents) ? String(agents[0]) : "");
  const address =
    text("remote_addr", "ClientHost", "ClientAddr", "remote_ip", "client_ip") ?? textOf(request["remote_ip"]) ?? "";
  const host = textOf(request["host"]) ?? text("RequestHost", "host", "http_host", "server_name");
  const rest = { address, status, agent: `    ${agent}`, ...(host !== undefined && { host }) };
  const whole = typeof raw["request"] === "string" ? raw["request"] : undefined;
  if (whole !== undefined && (whole.includes(" HTTP/") || raw["uri"] === undefined)) return toLine(whole, rest);
  const method = textOf(request["method"]) ?? text("RequestMethod", "request_method", "method", "http_method");
  const target = textOf(request["uri"]) ?? text("RequestPath", "request_uri", "uri", "path", "url");
  if (method === undefined || target === undefined) return undefined;
  return toLine(`${method} ${target} HTTP/1.1`, rest);
}
