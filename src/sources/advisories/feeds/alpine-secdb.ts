import type { Feed } from "../feed.ts";
import { mebibyte } from "../../../domain/units.ts";

export default {
  name: "alpine-secdb",
  title: "Alpine Linux security database",
  licence: "Alpine's own words: public data of the Alpine project, no license stated",
  about: "https://secdb.alpinelinux.org/",
  makes: "alpine-*",
  units: (shards) =>
    shards.map((shard) => {
      const release = shard.slice("alpine-".length);
      const folder = `https://secdb.alpinelinux.org/${release === "edge" ? release : `v${release}`}`;
      return {
        release,
        shards: [shard],
        files: [
          { url: `${folder}/main.json`, maxBytes: 64 * mebibyte },
          // Releases before 3.3 have no community repository.
          { url: `${folder}/community.json`, maxBytes: 64 * mebibyte, optional: true },
        ],
      };
    }),
} satisfies Feed as Feed;
