import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "end-of-life",
  title: "endoflife.date, last days of support",
  licence: "MIT (endoflife.date contributors)",
  about: "https://endoflife.date/docs/api/v1/",
  makes: "facts",
  units: (shards) => [
    { shards, files: [{ url: "https://endoflife.date/api/v1/products/full", maxBytes: 256 * mebibyte }] },
  ],
} satisfies Feed as Feed;
