import type { Feed } from "./feed.ts";
import { mebibyte } from "../../domain/units.ts";

interface OsvExport {
  /** As OSV spells it: https://ossf.github.io/osv-schema/#defined-ecosystems */
  readonly ecosystem: string;
  readonly makes: string;
  readonly licence: string;
  readonly maxMebibytes: number;
}

/** OSV's export of one ecosystem, a ZIP file of records: https://google.github.io/osv.dev/data/#data-dumps */
export function osvFeed({ ecosystem, makes, licence, maxMebibytes }: OsvExport): Feed {
  return {
    name: `osv-${makes.replace(/-\*$/, "")}`,
    title: `OSV export of ${ecosystem}`,
    licence,
    about: "https://google.github.io/osv.dev/data/",
    makes,
    // All releases of a distribution come in one file.
    units: (shards) => [
      {
        shards,
        files: [
          {
            url: `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(ecosystem)}/all.zip`,
            maxBytes: maxMebibytes * mebibyte,
          },
        ],
      },
    ],
  };
}
