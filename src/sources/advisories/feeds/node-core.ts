import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "node-core",
  title: "Node.js runtime advisories",
  licence: "MIT (Node.js Security Working Group)",
  about: "https://github.com/nodejs/security-wg",
  makes: "runtimes",
  units: (shards) => [
    {
      shards,
      files: [
        {
          url: "https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json",
          maxBytes: 16 * mebibyte,
        },
      ],
    },
  ],
} satisfies Feed as Feed;
