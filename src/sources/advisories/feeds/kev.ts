import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "kev",
  title: "CISA, known exploited vulnerabilities",
  licence: "CC0-1.0",
  about: "https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
  makes: "facts",
  units: (shards) => [
    {
      shards,
      files: [
        {
          url: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
          maxBytes: 64 * mebibyte,
        },
      ],
    },
  ],
} satisfies Feed as Feed;
