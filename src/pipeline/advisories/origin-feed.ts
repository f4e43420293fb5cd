import type { Feed } from "../../sources/advisories/feed.ts";

/** Another store, or feeds downloaded elsewhere, as a report names them. */
export function originFeed(name: string): Feed {
  return { name: "store", title: name, licence: "as its sources say", about: name, makes: "*", units: () => [] };
}
