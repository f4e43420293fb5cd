import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "retirejs",
  title: "retire.js, libraries of browsers",
  licence: "Apache-2.0 (Erlend Oftedal and contributors)",
  about: "https://github.com/RetireJS/retire.js",
  makes: "browser",
  units: (shards) => [
    {
      shards,
      files: [
        {
          url: "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v6.json",
          maxBytes: 64 * mebibyte,
        },
      ],
    },
  ],
} satisfies Feed as Feed;
