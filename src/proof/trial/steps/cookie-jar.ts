interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  /** Time of `performance.now`; undefined for a session cookie. */
  readonly endMs?: number;
}

/** Cookies of one client at one host (RFC 6265, without domains). */
export interface CookieJar {
  /** Adds `set-cookie` headers of a response to `path`. */
  store(lines: readonly string[], path: string): void;
  /** The `cookie` header of a request; undefined without a cookie. */
  header(path: string, isTls: boolean): string | undefined;
}

/** Maximum number of cookies: a hostile container may set any number. */
const maxCookies = 100;
const maxLength = 8192;

export function openCookieJar(
  clockMs: () => number = () => performance.now(),
  today: () => number = Date.now,
): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    store(lines, path) {
      for (const line of lines.slice(0, maxCookies)) {
        const cookie = parseCookie(line, path, { nowMs: clockMs(), todayMs: today() });
        if (cookie === undefined) continue;
        const key = `${cookie.path} ${cookie.name}`;
        cookies.delete(key);
        const isExpired = cookie.endMs !== undefined && cookie.endMs <= clockMs();
        if (!isExpired && cookies.size < maxCookies) cookies.set(key, cookie);
      }
    },
    header(path, isTls) {
      const place = path.split("?", 1)[0] ?? "/";
      const sent = [...cookies.values()]
        .filter((one) => (one.endMs ?? Infinity) > clockMs() && (isTls || !one.secure) && isBelow(place, one.path))
        // The longest path first (RFC 6265, 5.4).
        .toSorted((a, b) => b.path.length - a.path.length);
      return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
  };
}

function parseCookie(
  line: string,
  requestPath: string,
  clock: { readonly nowMs: number; readonly todayMs: number },
): Cookie | undefined {
  if (line.length > maxLength) return undefined;
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  if (at <= 0) return undefined;
  const values = new Map(
    attributes.map((text): [string, string] => {
      const [key = "", value = ""] = text.split(/=(.*)/su, 2);
      return [key.trim().toLowerCase(), value.trim()];
    }),
  );
  const maxAge = values.get("max-age");
  const expires = Date.parse(values.get("expires") ?? "");
  const ageMs = maxAge !== undefined && /^-?\d+$/u.test(maxAge) ? Number(maxAge) * 1000 : expires - clock.todayMs;
  const path = values.get("path") ?? "";
  return {
    name: pair.slice(0, at).trim(),
    value: pair.slice(at + 1).trim(),
    path: path.startsWith("/") ? path : defaultPath(requestPath),
    secure: values.has("secure"),
    ...(!Number.isNaN(ageMs) && { endMs: clock.nowMs + ageMs }),
  };
}

/** RFC 6265, 5.1.4. */
function defaultPath(requestPath: string): string {
  const place = requestPath.split("?", 1)[0] ?? "/";
  return place.slice(0, Math.max(1, place.lastIndexOf("/")));
}

function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(parent.endsWith("/") ? parent : `${parent}/`);
}
