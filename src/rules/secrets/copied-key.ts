import { copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import { quote } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import { withoutEnd } from "../../text/cut.ts";

const keyFile =
  /^(\.env(\.(?!example$|sample$|template$|dist$|defaults?$|schema$)[\w-]+)?|id_(rsa|dsa|ecdsa|ed25519)|.+\.(key|p12|pfx|ppk|keystore|jks)|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.htpasswd|\.pgpass)$/i;
/** By its name public: certificates, public keys, parameters of Diffie-Hellman and their groups of RFC 7919. */
const publicName =
  /cert|chain|bundle|(^|[-_.])ca\d*([-_.]|$)|public|(^|[-_.])pub([-_.]|$)|dh[-_.]?params?|(^|[-_.])(ff)?dh[-_.]?e?\d*([-_.]|$)/i;
const publicKeyName = /public|(^|[-_.])pub([-_.]|$)|dh[-_.]?params?|(^|[-_.])(ff)?dh[-_.]?e?\d*([-_.]|$)/i;
/** `ca-key.pem` next to `ca.pem`. */
const privatePem = /(^|[-_.])(key|priv(ate)?)\d*\.pem$/i;
/** Where the image has the keys that packages are verified with. */
const publicFolder = /\/(?:trusted\.gpg\.d|keyrings|rpm-gpg|apk\/keys)(?:\/|$)/;
const keyPath = /(^|\/)(\.ssh|\.aws|\.gnupg)(\/|$)|(^|\/)\.docker\/config\.json$|(^|\/)\.kube\/config$/;

export default defineRule({
  id: "secrets/copied-key",
  title: "Key or credentials file copied into the image",
  why:
    "A file that was copied once is in its layer forever, also when a later RUN deletes it: everyone who can pull the image can unpack it. " +
    "What is public stays out of it: certificates, public keys and Diffie-Hellman parameters, by the content of the file, or by its names where the file is not there. " +
    "Mount it for the one command that needs it (`RUN --mount=type=secret`), or give it to the container at run time.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "none",
  also: ["dockle/CIS-DI-0010", "cis-docker/4.10"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCOPY .npmrc package.json /app/\nCOPY certs/server.key /etc/ssl/\n",
      good: "FROM node:24-slim\nCOPY package.json .env.example /app/\nCOPY certs/ca-cert.pem /etc/ssl/\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc cd /app && npm ci\n",
    },
  ],
  *check({ dockerfile, buildContext }) {
    const chain = targetChain(dockerfile);
    for (const stage of dockerfile.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
        const { sources = [], target } = copyPaths(instruction) ?? {};
        if (target !== undefined && isPublicTarget(target.text)) continue;
        for (const { text, span } of sources) {
          if (!isKey(text.replaceAll("\\", "/"))) continue;
          const takenSource = buildContext?.taken.find(
            (one) => one.instruction === instruction && one.span.start === span.start,
          );
          if (
            takenSource !== undefined &&
            takenSource.files.length > 0 &&
            takenSource.files.every(({ isPublic }) => isPublic)
          )
            continue;
          yield {
            message: `${text} stays readable in the layer of this ${instruction.keyword}, even if it is deleted later`,
            at: span,
            severity: chain.includes(stage) ? "warning" : "info",
            evidence: [quote(dockerfile, instruction.span)],
          };
        }
      }
    }
  },
});

function isKey(path: string): boolean {
  const name = withoutEnd(path, "/").replace(/^.*\//, "");
  if (keyPath.test(path) && !/known_hosts|\.pub$|authorized_keys$/.test(path)) return true;
  if (/\.pem$/i.test(name) && privatePem.test(name)) return !/public|(^|[-_.])pub[-_.]/i.test(name);
  // `ca.key` and `cert.key` are the private halves of `ca.pem` and `cert.pem`.
  if (/\.key$/i.test(name)) return !publicKeyName.test(name);
  return (keyFile.test(name) || /\.pem$/i.test(name)) && !publicName.test(name);
}

/** The image has it by the name of a public file: `/keys/vendor.pub`, `/etc/nginx/dhparams.pem`. */
function isPublicTarget(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return publicFolder.test(path) || name.endsWith(".pub") || (name.includes(".") && /public|dhparam/i.test(name));
}
