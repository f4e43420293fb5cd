import { ownValue } from "../../domain/own-value.ts";
import { Failure } from "../../domain/failure.ts";
import type { Feed, FeedPart } from "./feed.ts";
import { withoutEnd } from "../../text/cut.ts";

/** Where feeds are downloaded from in place of their own hosts. */
export interface FeedSettings {
  /** `https://mirror.example/advisories`: has every file below `HOST/PATH` of its own address. Named on the command line: wins over `feeds`. */
  readonly mirror?: string | undefined;
  /** By name of the feed: what stands in place of its scheme and host. */
  readonly feeds?: Readonly<Record<string, string>> | undefined;
  /** As `mirror`, for feeds that `feeds` does not name. */
  readonly usualMirror?: string | undefined;
}

/** The address to ask for a file of a feed. Throws `Failure` (`bad-config`). */
export function feedAddress({ name }: Pick<Feed, "name">, { url }: Pick<FeedPart, "url">, settings: FeedSettings): URL {
  const own = new URL(url);
  const { mirror, feeds = {}, usualMirror } = settings;
  const replaced = ownValue(feeds, name);
  if (mirror !== undefined) return below(mirror, `${own.host}${own.pathname}`);
  if (replaced !== undefined) return below(replaced, own.pathname);
  if (usualMirror !== undefined) return below(usualMirror, `${own.host}${own.pathname}`);
  return own;
}

/** Hosts that the settings name: one may lead to another. */
export function namedHosts({ mirror, feeds = {}, usualMirror }: FeedSettings): string[] {
  return [mirror, usualMirror, ...Object.values(feeds)].flatMap((base) => URL.parse(base ?? "")?.host ?? []);
}

function below(base: string, path: string): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new Failure("bad-config", `${JSON.stringify(base)} is not a base address of feeds.`, {
      hint: "Write https://HOST/PATH: the files are looked for below it.",
    });
  }
  url.pathname = `${withoutEnd(url.pathname, "/")}/${path.replace(/^\/+/, "")}`;
  return url;
}
