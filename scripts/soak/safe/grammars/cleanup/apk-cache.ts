import { baseNames } from "../../engine/base-images.ts";
import { leftoverCase } from "../../pieces/leftover-case.ts";
import type { Grammar } from "../../soak-case.ts";

export const grammar: Grammar = {
  rule: "cleanup/apk-cache",
  commands: true,
  standIns: ["apk"],
  write: (dice) =>
    leftoverCase(dice, {
      bases: baseNames.alpine,
      installs: [
        "apk add curl",
        "apk add --update curl tree",
        "apk update && apk add jq",
        "apk update && apk add jq && rm -rf /var/cache/apk/*",
        "apk add jq && rm -rf /var/cache/apk/*",
        "apk add jq && rm -r /var/cache/apk/*",
        "apk add jq; rm -r /var/cache/apk/*",
        "set -e; apk add curl; rm -r /var/cache/apk/*",
        "set -eux; apk update; apk add curl",
        "apk add jq && rm -r /var/cache/apk/* /tmp/x",
        "apk add jq && rm -rf /var/cache/apk/* /tmp/*",
        "apk -q add curl",
        "apk add --virtual .deps git && apk del git",
        "apk add curl && apk cache clean",
        "apk update && apk upgrade && apk add curl",
        "apk update",
        "apk add \\\n    curl \\\n    jq && \\\n    jq --version",
        "apk add -U jq && rm /var/cache/apk/APKINDEX*",
        "apk add jq && find /var/cache/apk -type f -delete",
        "apk add --repository /x jq",
      ],
      paths: [
        "/var/cache/apk",
        "/var/cache/apk",
        "/etc/apk/cache",
        "/var/cache",
        "/var/cache/apk/APKINDEX.0a1b2c3d.tar.gz",
      ],
      consumers: [
        "apk add tree",
        "apk --no-network add tree",
        "apk add --no-network tree",
        "apk add --no-cache tree",
        "apk search tree > /seen",
        "apk policy tree > /seen",
        "apk update && apk add tree",
        "apk info > /seen",
        "apk cache clean",
        "apk cache purge",
        "apk del curl || true",
        "apk upgrade",
        "apk list > /seen",
        "rm -r /var/cache/apk/*",
      ],
    }),
};
