import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { runBodies } from "../../facts/dockerfile/run-commands.ts";
import { quote, reference } from "../shared/evidence.ts";
import { mayCall } from "../../facts/dockerfile/programs.ts";
import { defineRule } from "../rule.ts";

const source = /openssl-(0\.9\.\w+|1\.[01]\.\w+|3\.0\.[0-6])\.tar/;

export default defineRule({
  id: "vulnerabilities/old-openssl",
  title: "Vulnerable OpenSSL compiled in",
  why:
    "A library that is compiled in the build has no package entry: no scanner sees its version, and no update reaches it. OpenSSL 3.0.0 to 3.0.6 has the " +
    "buffer overflow CVE-2022-3602, and 1.1.1 and older get no fixes any more. Take the distribution's package, which does.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["kics/vulnerable_openssl_version"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN curl -fsSLO https://www.openssl.org/source/openssl-3.0.5.tar.gz\n",
      good: "FROM debian:trixie-slim\nRUN curl -fsSLO https://www.openssl.org/source/openssl-3.0.17.tar.gz\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "curl", "wget") || !saidIn(dockerfile).includes("openssl-")) return;
    for (const { written } of runBodies(dockerfile)) {
      const fetch = written.find(
        ({ program, args }) => /^(curl|wget)$/.test(program) && args.some((arg) => source.test(arg)),
      );
      if (fetch === undefined) continue;
      const version = source.exec(fetch.args.join(" "))?.[1] ?? "";
      yield {
        message: `OpenSSL ${version} is ${version.startsWith("3") ? "open to CVE-2022-3602" : "without fixes since its end of life"}, and compiled in no scanner sees it`,
        at: fetch.span,
        evidence: [
          quote(dockerfile, fetch.span),
          reference(
            "CVE-2022-3602 is fixed in 3.0.7; 1.1.1 is out of support since 11 September 2023",
            "openssl-library.org, vulnerabilities and release strategy",
          ),
        ],
      };
    }
  },
});
