import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "debian-tracker",
  title: "Debian security tracker",
  licence: "Debian's own words: public data of the Debian project, no license stated",
  about: "https://security-tracker.debian.org/tracker/",
  makes: "debian-*",
  units: (shards) => [
    { shards, files: [{ url: "https://security-tracker.debian.org/tracker/data/json", maxBytes: 1024 * mebibyte }] },
  ],
} satisfies Feed as Feed;
