import { expect, it } from "vitest";
import { drawn } from "../../../test/secrets/drawn.ts";
import { redactCommand, redactSetting } from "./redact.ts";

const stripe = drawn("sk_{}live_{A:30}");

it.each([
  ["DB_PASSWORD", "tr0ub4dor", "***"],
  ["DATABASE_URL", "postgres://app:s3cr3tpw@db.internal/app", "postgres://app:***@db.internal/app"],
  ["GREETING", `ü ${stripe} ü`, "ü *** ü"],
  ["KEY", drawn("-----BEGIN{} PRIVATE KEY-----\nMII{B:61}\n{B:64}"), "***\n***\n***"],
  ["HEROKU_API_KEY", drawn("{uuid}"), "***"],
  ["GPG_KEY", "E3FF2839C048B25C084DEBE9B26995E310250568", "E3FF2839C048B25C084DEBE9B26995E310250568"],
  ["PATH", "/usr/bin", "/usr/bin"],
])("%s", (name, value, shown) => expect(redactSetting(name, value)).toBe(shown));

it.each([
  ["RUN |1 DB_PASSWORD=x9y8z7w6 /bin/sh -c make # buildkit", "RUN |1 DB_PASSWORD=*** /bin/sh -c make # buildkit"],
  ["/bin/sh -c #(nop)  ENV DB_PASSWORD=tr0ub4dor A=1", "/bin/sh -c #(nop)  ENV DB_PASSWORD=*** A=1"],
  [`RUN /bin/sh -c deploy --key ${stripe} # buildkit`, "RUN /bin/sh -c deploy --key *** # buildkit"],
  ["RUN /bin/sh -c login --password tr0ub4dor", "RUN /bin/sh -c login --password ***"],
  ["RUN /bin/sh -c apt-get update # buildkit", "RUN /bin/sh -c apt-get update # buildkit"],
])("%s", (text, shown) => expect(redactCommand(text)).toBe(shown));
