import { identityKinds, type PackageIdentity } from "../../domain/image/package-identity.ts";
import { ownValue } from "../../domain/own-value.ts";
import { objectOf, textOf, textsOf } from "../json/values.ts";

/** More is no text of ours. */
const longest = 64 * 1024;
const maxTexts = 50;

/** Reads what `reports/sbom/identity-text.ts` wrote; undefined for anything else. Anyone can write it: it hides nothing, it only adds queries. */
export function identityOf(text: string | undefined): PackageIdentity | undefined {
  if (text === undefined || text.length > longest) return undefined;
  const value = parsed(text);
  const by = identityKinds.find((kind) => kind === value["by"]);
  const confidence = value["confidence"];
  if (by === undefined || typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) return undefined;
  const list = (key: string) => {
    const texts = textsOf(ownValue(value, key)).slice(0, maxTexts);
    return texts.length === 0 ? {} : { [key]: texts };
  };
  return {
    by,
    confidence,
    evidence: textsOf(value["evidence"]).slice(0, maxTexts),
    ...list("candidates"),
    ...list("stated"),
    ...list("folders"),
    ...list("relocated"),
  };
}

function parsed(text: string): ReturnType<typeof objectOf> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** `hullproof:identity {...}` among the annotations of an SPDX package. */
export function identityOfRemarks(remarks: readonly string[] = []): PackageIdentity | undefined {
  const mark = "hullproof:identity ";
  const identityRemark = remarks.find((remark) => remark.startsWith(mark));
  return identityOf(identityRemark && textOf(identityRemark.slice(mark.length)));
}
