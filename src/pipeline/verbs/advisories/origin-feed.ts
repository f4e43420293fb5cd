import type { Feed } from "../../../sources/advisories/feed.ts";

/** The report's name for another store, or for feeds downloaded elsewhere. */
export function originFeed(name: string): Feed {
  return { name: "store", title: name, licence: "as its sources say", about: name, makes: "*", units: () => [] };
}
