import { endsInChecksum } from "../checksum.ts";
import { prefixed, type DetectorFamily } from "./detector.ts";

const source = 'github.blog, "Behind GitHub\'s new authentication token formats" (2021)';
const body = "[A-Za-z0-9]{36}";
const accepts = (token: string): boolean => endsInChecksum(token, 4);

const detectors: DetectorFamily = [
  prefixed({
    kind: "github-token",
    title: "GitHub personal access token",
    prefix: "ghp_",
    body,
    accepts,
    source,
  }),
  prefixed({
    kind: "github-oauth-token",
    title: "GitHub OAuth or app token",
    prefix: ["gho_", "ghu_", "ghs_"],
    body,
    accepts,
    source,
  }),
  prefixed({
    kind: "github-refresh-token",
    title: "GitHub refresh token",
    prefix: "ghr_",
    body: "[A-Za-z0-9]{36,76}",
    accepts: (token) => token.length > 40 || accepts(token),
    source,
  }),
  prefixed({
    kind: "github-fine-grained-token",
    title: "GitHub fine-grained personal access token",
    prefix: "github_pat_",
    body: "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
    minEntropy: 3.5,
    source: "GitHub documentation, managing your personal access tokens",
  }),
];

export default detectors;
