import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "epss",
  title: "EPSS, probability of exploitation",
  licence: "free to use with attribution to FIRST (https://www.first.org/epss)",
  about: "https://www.first.org/epss/data_stats",
  makes: "facts",
  units: (shards) => [
    {
      shards,
      files: [{ url: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz", maxBytes: 128 * mebibyte }],
    },
  ],
} satisfies Feed as Feed;
