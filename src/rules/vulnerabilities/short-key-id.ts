import { quote, reference } from "../shared/evidence.ts";
import { mayCall } from "../../facts/dockerfile/programs.ts";
import { defineRule } from "../rule.ts";
import { runBodies } from "../../facts/dockerfile/run-commands.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";

/** The last 32 bits of a fingerprint. */
const short = /^(0x)?[0-9A-F]{8}$/i;

export default defineRule({
  id: "vulnerabilities/short-key-id",
  title: "Signing key identified by a short key ID",
  why:
    "A short id is the last 8 digits of a key's fingerprint, and a key with any given one is made in seconds: the whole strong set has twins on the keyservers. " +
    "What is trusted from then on may be another's key. Name all 40 digits of the fingerprint.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN gpg --keyserver keys.openpgp.org --recv-keys 0x7638D044\n",
      good: "FROM debian:trixie-slim\nRUN gpg --keyserver keys.openpgp.org --recv-keys 9DA31620334BD75D9DCB49F368818C72E52529D4\n",
    },
  ],
  *check({ dockerfile }) {
    if (!mayCall(dockerfile, "gpg", "gpg2", "apt-key")) return;
    for (const { commands } of runBodies(dockerfile)) {
      for (const command of commands) {
        if (!/^(gpg2?|apt-key)$/.test(programOf(command) ?? "")) continue;
        const args = argumentsOf(command);
        const from = args.findIndex(({ text }) => /^--recv(-keys?)?$/.test(text));
        const keys = from === -1 ? [] : args.slice(from + 1);
        for (const { text, span } of keys.filter((word) => short.test(word.text))) {
          yield {
            message: `${text} is a short key id: anyone can make a key that has it`,
            at: span,
            evidence: [
              quote(dockerfile, command.span),
              reference(
                "short key ids are 32 bits and collide; use the fingerprint",
                "GnuPG manual, How to specify a user ID",
              ),
            ],
          };
        }
      }
    }
  },
});
